import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A settlement of the fine-tuning contract (FeesSettled).
 */
@Index_(["payer", "blockNumber", "logIndex"], {unique: false})
@Index_(["provider", "blockNumber", "logIndex"], {unique: false})
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class FineTuningSettlement {
    constructor(props?: Partial<FineTuningSettlement>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    payer!: string

    @StringColumn_({nullable: false})
    provider!: string

    /**
     * Id that the provider chose, cut to 512 characters.
     */
    @StringColumn_({nullable: false})
    deliverable!: string

    @BigIntColumn_({nullable: false})
    fee!: bigint

    @BooleanColumn_({nullable: false})
    acknowledged!: boolean

    @BigIntColumn_({nullable: false})
    nonce!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
