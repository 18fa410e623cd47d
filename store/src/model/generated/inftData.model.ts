import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {Inft} from "./inft.model"

/**
 * One entry of a token's data hashes by interval: which encrypted bytes were named, not that an agent runs them.
 */
@Index_(["inft", "fromBlock"], {unique: false})
@Entity_()
export class InftData {
    constructor(props?: Partial<InftData>) {
        Object.assign(this, props)
    }

    /**
     * inft-position-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Inft, {nullable: true})
    inft!: Inft

    @IntColumn_({nullable: false})
    position!: number

    @StringColumn_({nullable: false})
    description!: string

    /**
     * bytes32: with 0G Storage, the root.
     */
    @Index_()
    @StringColumn_({nullable: false})
    dataHash!: string

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    @IntColumn_({nullable: true})
    toLogIndex!: number | undefined | null

    @StringColumn_({nullable: false})
    txHash!: string
}
