import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * A contract that is indexed, and which implementation ran behind it from when on (from the beacon's `Upgraded`).
 */
@Entity_()
export class Contract {
    constructor(props?: Partial<Contract>) {
        Object.assign(this, props)
    }

    /**
     * Address of the proxy.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * InferenceServing | LedgerManager | Flow | IdentityRegistry
     */
    @StringColumn_({nullable: false})
    kind!: string

    @StringColumn_({nullable: true})
    beacon!: string | undefined | null

    @StringColumn_({nullable: true})
    implementation!: string | undefined | null

    @IntColumn_({nullable: true})
    implementationFromBlock!: number | undefined | null
}
