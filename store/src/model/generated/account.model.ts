import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, Index as Index_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * A payer's sub-account at a provider: the level that the last log stated, and the last accepted nonce.
 */
@Entity_()
export class Account {
    constructor(props?: Partial<Account>) {
        Object.assign(this, props)
    }

    /**
     * contract-payer-provider
     */
    @PrimaryColumn_()
    id!: string

    /**
     * The serving contract that holds it.
     */
    @StringColumn_({nullable: false})
    contract!: string

    @Index_()
    @StringColumn_({nullable: false})
    payer!: string

    @Index_()
    @StringColumn_({nullable: false})
    provider!: string

    /**
     * Level, including pendingRefund.
     */
    @BigIntColumn_({nullable: false})
    balance!: bigint

    @BigIntColumn_({nullable: false})
    pendingRefund!: bigint

    /**
     * Nonce of the last accepted settlement.
     */
    @BigIntColumn_({nullable: true})
    nonce!: bigint | undefined | null

    /**
     * Key that the payer itself named in a call that was read. Generation C checks bills against it; later ones do not.
     */
    @StringColumn_({nullable: true})
    signer!: string | undefined | null

    /**
     * Block of the first log that named this account.
     */
    @IntColumn_({nullable: false})
    openedBlock!: number

    /**
     * Block of the last accepted settlement; null before the first.
     */
    @IntColumn_({nullable: true})
    settledBlock!: number | undefined | null

    @IntColumn_({nullable: false})
    updatedBlock!: number
}
