import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, Index as Index_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * Where a Flow's submission indexes are not 0, 1, 2, …: `gap`, the submission before this one is not indexed, so that logs
 * were missed or did not decode; `repeat`, the Flow gave the index out a second time.
 */
@Entity_()
export class SubmissionAnomaly {
    constructor(props?: Partial<SubmissionAnomaly>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex of the submission that shows it
     */
    @PrimaryColumn_()
    id!: string

    /**
     * gap | repeat
     */
    @StringColumn_({nullable: false})
    kind!: string

    @Index_()
    @StringColumn_({nullable: false})
    flow!: string

    @BigIntColumn_({nullable: false})
    submissionIndex!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @StringColumn_({nullable: false})
    txHash!: string
}
