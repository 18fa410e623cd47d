import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * A fine-tuning service as its last ServiceUpdated states it, by interval.
 */
@Index_(["provider", "fromBlock"], {unique: false})
@Entity_()
export class FineTuningService {
    constructor(props?: Partial<FineTuningService>) {
        Object.assign(this, props)
    }

    /**
     * contract-provider-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    provider!: string

    @StringColumn_({nullable: false})
    url!: string

    /**
     * cpuCount,nodeMemory,gpuCount,nodeStorage in decimals, then gpuType, cut to 512 characters.
     */
    @StringColumn_({nullable: false})
    quota!: string

    @BigIntColumn_({nullable: false})
    pricePerToken!: bigint

    @StringColumn_({nullable: false})
    teeSigner!: string

    @BooleanColumn_({nullable: false})
    occupied!: boolean

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
