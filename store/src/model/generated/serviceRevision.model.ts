import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Provider} from "./provider.model"

/**
 * A provider's service as it stood during an interval. The log carries url, prices and model; signer and additionalInfo are in calldata only.
 */
@Index_(["provider", "fromBlock", "fromLogIndex"], {unique: false})
@Index_(["model", "fromBlock", "fromLogIndex"], {unique: false})
@Index_(["fromBlock", "fromLogIndex"], {unique: false})
@Entity_()
export class ServiceRevision {
    constructor(props?: Partial<ServiceRevision>) {
        Object.assign(this, props)
    }

    /**
     * provider-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Provider, {nullable: true})
    provider!: Provider

    /**
     * The serving contract: a provider has one service at each.
     */
    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    serviceType!: string

    @StringColumn_({nullable: false})
    url!: string

    @StringColumn_({nullable: false})
    model!: string

    /**
     * What the provider claims on chain. Overstated for most services of mainnet: see derivedMode.
     */
    @StringColumn_({nullable: false})
    verifiability!: string

    @BigIntColumn_({nullable: false})
    inputPrice!: bigint

    @BigIntColumn_({nullable: false})
    outputPrice!: bigint

    /**
     * transaction | trace | unavailable: where signer and additionalInfo come from.
     */
    @StringColumn_({nullable: false})
    calldata!: string

    /**
     * Raw string from calldata. Null where the calldata could not be read.
     */
    @StringColumn_({nullable: true})
    additionalInfo!: string | undefined | null

    @StringColumn_({nullable: true})
    teeSigner!: string | undefined | null

    /**
     * Key of a separated model enclave, from additionalInfo.TargetTeeAddress.
     */
    @StringColumn_({nullable: true})
    targetTeeAddress!: string | undefined | null

    /**
     * in-enclave | relayed | none | unknown, derived from additionalInfo, never from the provider's label.
     */
    @StringColumn_({nullable: false})
    derivedMode!: string

    /**
     * plain, or why a fee cannot be recomputed from the prices: tiers, cache, denomination, unreadable.
     */
    @StringColumn_({nullable: false})
    pricing!: string

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @DateTimeColumn_({nullable: false})
    fromTime!: Date

    /**
     * Exclusive. Null while in force.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    @IntColumn_({nullable: true})
    toLogIndex!: number | undefined | null

    @DateTimeColumn_({nullable: true})
    toTime!: Date | undefined | null

    @StringColumn_({nullable: false})
    txHash!: string
}
