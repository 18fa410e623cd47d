import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"

/**
 * An identity registry: ERC-8004, or 0G's AgenticID.
 */
@Entity_()
export class Registry {
    constructor(props?: Partial<Registry>) {
        Object.assign(this, props)
    }

    /**
     * Address.
     */
    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    /**
     * erc8004 | agentic-id
     */
    @StringColumn_({nullable: false})
    kind!: string

    /**
     * Version of its event shapes, e.g. 2.0.0.
     */
    @StringColumn_({nullable: false})
    version!: string
}
