import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"

/**
 * The facts: what the chain says, in words. This file is the only input of `npm run codegen`, which makes the
 * entities in store/src/model from it. Every table is written by the indexer alone, through the squid's Store, can be
 * dropped and rebuilt at any time, and rolls back on a reorganisation. What the auditor saw when it looked lies apart,
 * in store/src/verdicts/*.sql.
 * Addresses, hashes and roots are 0x-prefixed lower-case hex. Amounts are neuron (1e-18 0G). Block intervals are
 * half-open: [fromBlock, toBlock).
 */
@Entity_()
export class Network {
    constructor(props?: Partial<Network>) {
        Object.assign(this, props)
    }

    /**
     * `eip155:<chainId>`
     */
    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    name!: string

    /**
     * Number of blocks after which a block counts as final.
     */
    @IntColumn_({nullable: false})
    finality!: number
}
