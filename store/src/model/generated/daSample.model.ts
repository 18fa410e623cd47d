import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, Index as Index_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A DA node showed that it holds a line of a blob (DAReward).
 */
@Entity_()
export class DaSample {
    constructor(props?: Partial<DaSample>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    entrance!: string

    @StringColumn_({nullable: false})
    beneficiary!: string

    @BigIntColumn_({nullable: false})
    round!: bigint

    @Index_()
    @StringColumn_({nullable: false})
    dataRoot!: string

    @BigIntColumn_({nullable: false})
    epoch!: bigint

    @BigIntColumn_({nullable: false})
    quorum!: bigint

    @BigIntColumn_({nullable: false})
    line!: bigint

    @BigIntColumn_({nullable: false})
    subline!: bigint

    @BigIntColumn_({nullable: false})
    reward!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
