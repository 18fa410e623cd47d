import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Provider} from "./provider.model"

/**
 * ProviderStaked or ProviderStakeReturned.
 */
@Index_(["provider", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class StakeChange {
    constructor(props?: Partial<StakeChange>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Provider, {nullable: true})
    provider!: Provider

    @StringColumn_({nullable: false})
    contract!: string

    /**
     * staked | returned
     */
    @StringColumn_({nullable: false})
    kind!: string

    @BigIntColumn_({nullable: false})
    amount!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
