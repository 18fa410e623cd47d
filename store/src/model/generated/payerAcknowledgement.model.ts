import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A payer's own acknowledgement of a provider's signer. The contract logs nothing: it is in calldata alone, so that a missing row says nothing.
 */
@Index_(["payer", "provider", "blockNumber"], {unique: false})
@Entity_()
export class PayerAcknowledgement {
    constructor(props?: Partial<PayerAcknowledgement>) {
        Object.assign(this, props)
    }

    /**
     * txHash-n
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    payer!: string

    @StringColumn_({nullable: false})
    provider!: string

    @StringColumn_({nullable: false})
    contract!: string

    @BooleanColumn_({nullable: false})
    acknowledged!: boolean

    /**
     * Key that the payer named for its account: the call of generation C. Null for the later one, which names none.
     */
    @StringColumn_({nullable: true})
    signer!: string | undefined | null

    /**
     * transaction | trace
     */
    @StringColumn_({nullable: false})
    calldata!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
