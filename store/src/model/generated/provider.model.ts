import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {ServiceRevision} from "./serviceRevision.model"

/**
 * An address that serves inference: whoever registered a service, or was paid by a settlement.
 */
@Entity_()
export class Provider {
    constructor(props?: Partial<Provider>) {
        Object.assign(this, props)
    }

    /**
     * Address.
     */
    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * On the serving contract in use. Null once the service was removed, or where no registration was seen.
     */
    @Index_()
    @ManyToOne_(() => ServiceRevision, {nullable: true})
    currentService!: ServiceRevision | undefined | null

    /**
     * Neuron staked at the serving contracts, as the stake logs add up.
     */
    @BigIntColumn_({nullable: false})
    stake!: bigint

    @OneToMany_(() => ServiceRevision, e => e.provider)
    revisions!: ServiceRevision[]
}
