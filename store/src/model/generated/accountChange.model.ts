import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * One BalanceUpdated log: a level, not a delta; what caused it is the transaction's context.
 */
@Index_(["account", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AccountChange {
    constructor(props?: Partial<AccountChange>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Account, {nullable: true})
    account!: Account

    @BigIntColumn_({nullable: false})
    balance!: bigint

    @BigIntColumn_({nullable: false})
    pendingRefund!: bigint

    /**
     * settlement | deposit-or-refund
     */
    @StringColumn_({nullable: false})
    cause!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
