import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * What a fine-tuning provider delivered. Its hash is a 0G Storage root: the one commitment to a model that the chain holds.
 */
@Index_(["payer", "provider"], {unique: false})
@Entity_()
export class FineTuningDeliverable {
    constructor(props?: Partial<FineTuningDeliverable>) {
        Object.assign(this, props)
    }

    /**
     * contract-payer-provider-deliverableId
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    payer!: string

    @StringColumn_({nullable: false})
    provider!: string

    @StringColumn_({nullable: false})
    deliverable!: string

    /**
     * Bytes as logged, hex.
     */
    @Index_()
    @StringColumn_({nullable: false})
    modelRootHash!: string

    /**
     * added | acknowledged | evicted | abandoned
     */
    @StringColumn_({nullable: false})
    status!: string

    @IntColumn_({nullable: false})
    addedBlock!: number

    @IntColumn_({nullable: false})
    updatedBlock!: number

    @StringColumn_({nullable: false})
    txHash!: string
}
