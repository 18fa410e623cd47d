import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A root submitted to a storage Flow. The chain checks neither root nor bytes: a claim by `author`.
 */
@Index_(["payer", "provider", "blockNumber"], {unique: false})
@Index_(["provider", "blockNumber", "logIndex"], {unique: false})
@Index_(["author", "blockNumber", "logIndex"], {unique: false})
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Anchor {
    constructor(props?: Partial<Anchor>) {
        Object.assign(this, props)
    }

    /**
     * storage-<label of the Flow>-submissionIndex; behind it -block-logIndex where the Flow gave an index out twice
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    flow!: string

    /**
     * txSeq: dense and 0-based at each Flow; a gap would be a missed log.
     */
    @BigIntColumn_({nullable: false})
    submissionIndex!: bigint

    /**
     * File root, folded from the submission's nodes.
     */
    @Index_()
    @StringColumn_({nullable: false})
    root!: string

    /**
     * Bytes.
     */
    @BigIntColumn_({nullable: false})
    size!: bigint

    /**
     * Sectors of 256 bytes.
     */
    @BigIntColumn_({nullable: false})
    sectors!: bigint

    @BigIntColumn_({nullable: false})
    startPos!: bigint

    /**
     * Raw tags, hex.
     */
    @StringColumn_({nullable: false})
    tags!: string

    /**
     * Set where the tags are those of a touchstone trail.
     */
    @StringColumn_({nullable: true})
    payer!: string | undefined | null

    @StringColumn_({nullable: true})
    provider!: string | undefined | null

    /**
     * tx.from: the only authenticated author.
     */
    @StringColumn_({nullable: false})
    author!: string

    /**
     * The event's sender: chosen freely by the caller, shown, never trusted.
     */
    @StringColumn_({nullable: false})
    claimedSender!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
