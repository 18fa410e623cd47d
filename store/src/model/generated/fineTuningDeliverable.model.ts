import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * What a fine-tuning provider delivered. Its hash is a 0G Storage root: the one commitment to a model that the chain holds.
 */
@Index_(["payer", "addedBlock", "addedLogIndex"], {unique: false})
@Index_(["provider", "addedBlock", "addedLogIndex"], {unique: false})
@Index_(["addedBlock", "addedLogIndex"], {unique: false})
@Entity_()
export class FineTuningDeliverable {
    constructor(props?: Partial<FineTuningDeliverable>) {
        Object.assign(this, props)
    }

    /**
     * contract-payer-provider-keccak256(deliverable); behind it -addedBlock-addedLogIndex for one whose id was used again, of
     * which nothing more is heard.
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    payer!: string

    @StringColumn_({nullable: false})
    provider!: string

    /**
     * Id that the provider chose, cut to 512 characters.
     */
    @StringColumn_({nullable: false})
    deliverable!: string

    /**
     * Bytes as logged, hex, cut to 1024 bytes.
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
    addedLogIndex!: number

    @IntColumn_({nullable: false})
    updatedBlock!: number

    /**
     * Of the addition.
     */
    @StringColumn_({nullable: false})
    txHash!: string
}
