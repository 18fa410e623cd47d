import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"

/**
 * An ERC-8004 identity registry.
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
     * erc8004
     */
    @StringColumn_({nullable: false})
    kind!: string
}
