import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Provider} from "./provider.model"

/**
 * The contract owner's statement about a provider's signer: without it no settlement is accepted. Ended by a revocation or by a change of the service.
 */
@Index_(["provider", "fromBlock", "fromLogIndex"], {unique: false})
@Entity_()
export class SignerAcknowledgement {
    constructor(props?: Partial<SignerAcknowledgement>) {
        Object.assign(this, props)
    }

    /**
     * provider-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Provider, {nullable: true})
    provider!: Provider

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    signer!: string

    @BooleanColumn_({nullable: false})
    acknowledged!: boolean

    /**
     * owner (an event) | reset (the contract silently drops it when a service changes)
     */
    @StringColumn_({nullable: false})
    cause!: string

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @StringColumn_({nullable: false})
    txHash!: string
}
