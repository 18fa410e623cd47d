import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A blob that the DA entrance was told of: one dispersal. `sender` is the disperser's account, not the payer's; nothing proves that bytes are behind it.
 */
@Index_(["dataRoot", "blockNumber", "logIndex"], {unique: false})
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class DaUpload {
    constructor(props?: Partial<DaUpload>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    entrance!: string

    @StringColumn_({nullable: false})
    sender!: string

    @StringColumn_({nullable: false})
    author!: string

    @StringColumn_({nullable: false})
    dataRoot!: string

    @BigIntColumn_({nullable: false})
    epoch!: bigint

    @BigIntColumn_({nullable: false})
    quorum!: bigint

    /**
     * Neuron.
     */
    @BigIntColumn_({nullable: false})
    price!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
