import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * Money into, within and out of the LedgerManager. It logs none of it: the rows come from calldata, of the transactions that
 * a watched log led to or, where the RPC can search by called contract, of all direct calls.
 */
@Index_(["payer", "blockNumber"], {unique: false})
@Index_(["provider", "blockNumber"], {unique: false})
@Entity_()
export class LedgerMovement {
    constructor(props?: Partial<LedgerMovement>) {
        Object.assign(this, props)
    }

    /**
     * txHash-n, n the ordinal over the transaction's movements
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Whose ledger account.
     */
    @StringColumn_({nullable: false})
    payer!: string

    /**
     * Who sent the call; differs from the payer for depositFundFor.
     */
    @StringColumn_({nullable: false})
    sender!: string

    /**
     * add-ledger | deposit | deposit-for | transfer | retrieve | refund | delete-ledger
     */
    @StringColumn_({nullable: false})
    kind!: string

    /**
     * Neuron: the value sent, or the amount asked for. Null where the call names none.
     */
    @BigIntColumn_({nullable: true})
    amount!: bigint | undefined | null

    /**
     * Of a transfer; of a retrieve one row each.
     */
    @StringColumn_({nullable: true})
    provider!: string | undefined | null

    /**
     * Service name of a transfer or retrieve, e.g. inference-v1.0.
     */
    @StringColumn_({nullable: true})
    service!: string | undefined | null

    /**
     * transaction | trace
     */
    @StringColumn_({nullable: false})
    calldata!: string

    @StringColumn_({nullable: false})
    contract!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
