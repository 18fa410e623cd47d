import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * State digest (proof of indexing): sha256 over every row that the events up to a height wrote, in order, block by block.
 * Two indexes with the same capability that read the same chain have the same digests, whatever their RPCs and batches.
 */
@Entity_()
export class StateDigest {
    constructor(props?: Partial<StateDigest>) {
        Object.assign(this, props)
    }

    /**
     * Zero-padded height; `head` for the running one, `start` for what the network's file alone gives.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Every block up to this one is in the digest.
     */
    @IntColumn_({nullable: false})
    height!: number

    @StringColumn_({nullable: false})
    digest!: string

    /**
     * What the RPC could tell: none | frames | frames+calls; mixed where that changed on the way. Digests compare only between equals.
     */
    @StringColumn_({nullable: false})
    capability!: string

    /**
     * Events so far.
     */
    @BigIntColumn_({nullable: false})
    events!: bigint
}
