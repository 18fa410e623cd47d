import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {ContractImplementation} from "./contractImplementation.model"

/**
 * A contract of the network's file that is indexed.
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
     * inferenceServing | ledgerManager | fineTuningServing | flow | daEntrance | daSigners | identityRegistry | reputationRegistry | validationRegistry | agenticId
     */
    @StringColumn_({nullable: false})
    kind!: string

    /**
     * Names it within the network, e.g. `inference`, `inference-2025`, `flow-turbo`.
     */
    @StringColumn_({nullable: false})
    label!: string

    /**
     * Replaced by another of its kind: its history counts.
     */
    @BooleanColumn_({nullable: false})
    retired!: boolean

    @IntColumn_({nullable: false})
    startBlock!: number

    /**
     * Where `Upgraded` comes from; the proxy itself where it is of the ERC-1967 kind; null where nothing can change.
     */
    @StringColumn_({nullable: true})
    beacon!: string | undefined | null

    /**
     * In force now; null until an `Upgraded` was seen.
     */
    @StringColumn_({nullable: true})
    implementation!: string | undefined | null

    @IntColumn_({nullable: true})
    implementationFromBlock!: number | undefined | null

    @OneToMany_(() => ContractImplementation, e => e.contract)
    implementations!: ContractImplementation[]
}
