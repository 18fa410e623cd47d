import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A quorum's signature over a blob's erasure commitment (ErasureCommitmentVerified), with what only the calldata tells.
 */
@Index_(["dataRoot", "blockNumber", "logIndex"], {unique: false})
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class DaCommitment {
    constructor(props?: Partial<DaCommitment>) {
        Object.assign(this, props)
    }

    /**
     * entrance-dataRoot-epoch-quorum; behind it -block-logIndex where the entrance verified it a second time
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    entrance!: string

    @StringColumn_({nullable: false})
    dataRoot!: string

    @BigIntColumn_({nullable: false})
    epoch!: bigint

    @BigIntColumn_({nullable: false})
    quorum!: bigint

    /**
     * transaction | trace | unavailable
     */
    @StringColumn_({nullable: false})
    calldata!: string

    /**
     * G1 point x,y; null without calldata. So the following.
     */
    @StringColumn_({nullable: true})
    commitment!: string | undefined | null

    /**
     * 384 bytes, hex.
     */
    @StringColumn_({nullable: true})
    quorumBitmap!: string | undefined | null

    /**
     * G2 point as 0x and 128 bytes: x1 x0 y1 y0 as in calldata.
     */
    @StringColumn_({nullable: true})
    aggregateKey!: string | undefined | null

    /**
     * G1 point x,y.
     */
    @StringColumn_({nullable: true})
    signature!: string | undefined | null

    @StringColumn_({nullable: false})
    author!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
