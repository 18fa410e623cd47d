import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A payer revoked session tokens at a provider: who holds one can spend the payer's balance.
 */
@Index_(["payer", "blockNumber"], {unique: false})
@Entity_()
export class TokenRevocation {
    constructor(props?: Partial<TokenRevocation>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    payer!: string

    @StringColumn_({nullable: false})
    provider!: string

    @StringColumn_({nullable: false})
    contract!: string

    /**
     * Token ids, comma-separated; `all` ends the generation.
     */
    @StringColumn_({nullable: false})
    tokens!: string

    /**
     * New generation of `all`.
     */
    @BigIntColumn_({nullable: true})
    generation!: bigint | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
