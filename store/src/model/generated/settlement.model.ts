import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {ServiceRevision} from "./serviceRevision.model"

/**
 * One item of a settleFeesWithTEE call: a payer's bill at a provider for a batch of inferences. Accepted (status 0, 1)
 * or rejected (2 to 5); a rejected item proves nothing about the payer or provider that it names: anyone can name anyone.
 */
@Index_(["payer", "blockNumber", "n"], {unique: false})
@Index_(["provider", "blockNumber", "n"], {unique: false})
@Index_(["blockNumber", "n"], {unique: false})
@Index_(["payer", "provider", "nonce"], {unique: false})
@Index_(["service", "blockNumber", "n"], {unique: false})
@Index_(["settledAmount", "blockNumber", "n"], {unique: false})
@Index_(["payer", "settledAmount", "blockNumber", "n"], {unique: false})
@Index_(["provider", "settledAmount", "blockNumber", "n"], {unique: false})
@Entity_()
export class Settlement {
    constructor(props?: Partial<Settlement>) {
        Object.assign(this, props)
    }

    /**
     * chainId-txHash-n, n the ordinal of the calldata item over the transaction's successful settle frames
     */
    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    n!: number

    /**
     * Who the item bills (from the result log).
     */
    @StringColumn_({nullable: false})
    payer!: string

    /**
     * Who called and was paid: msg.sender of the settle frame.
     */
    @StringColumn_({nullable: false})
    provider!: string

    /**
     * Provider that the calldata names; differs from `provider` only where the contract answered PROVIDER_MISMATCH. Null without calldata.
     */
    @StringColumn_({nullable: true})
    namedProvider!: string | undefined | null

    /**
     * Contract's result: 0 SUCCESS, 1 PARTIAL, 2 PROVIDER_MISMATCH, 3 NO_TEE_SIGNER, 4 INVALID_NONCE, 5 INVALID_SIGNATURE
     */
    @IntColumn_({nullable: false})
    status!: number

    @BooleanColumn_({nullable: false})
    accepted!: boolean

    @BigIntColumn_({nullable: true})
    totalFee!: bigint | undefined | null

    @BigIntColumn_({nullable: false})
    unsettledAmount!: bigint

    /**
     * What moved: totalFee - unsettledAmount where accepted, else 0. Without calldata the amount of the FundSpent log.
     */
    @BigIntColumn_({nullable: false})
    settledAmount!: bigint

    @Index_()
    @StringColumn_({nullable: true})
    requestsHash!: string | undefined | null

    @BigIntColumn_({nullable: true})
    nonce!: bigint | undefined | null

    @StringColumn_({nullable: true})
    signature!: string | undefined | null

    /**
     * transaction | trace | unavailable
     */
    @StringColumn_({nullable: false})
    calldata!: string

    /**
     * C | D | E as the network's file names the implementation in force at this log; unknown where it names none.
     */
    @StringColumn_({nullable: false})
    generation!: string

    /**
     * Implementation in force at this log.
     */
    @StringColumn_({nullable: true})
    implementation!: string | undefined | null

    /**
     * FundSpent log paired with this item; null where there is none.
     */
    @BigIntColumn_({nullable: true})
    fundSpent!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    balanceBefore!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    balanceAfter!: bigint | undefined | null

    /**
     * Nonce of the accepted settlement before this one of the same payer and provider.
     */
    @BigIntColumn_({nullable: true})
    previousNonce!: bigint | undefined | null

    /**
     * Key that the contract checks the bill against, immediately before this log: the service's; in generation C the account's, null where the payer's call was not read.
     */
    @StringColumn_({nullable: true})
    signer!: string | undefined | null

    /**
     * Whether the contract owner had acknowledged that key; in generation C whether the payer had named it.
     */
    @BooleanColumn_({nullable: false})
    signerAcknowledged!: boolean

    /**
     * Revision in force immediately before this log.
     */
    @ManyToOne_(() => ServiceRevision, {nullable: true})
    service!: ServiceRevision | undefined | null

    /**
     * Block of this payer's previous accepted settlement at this provider: the inferences lie in [windowFromBlock, blockNumber).
     */
    @IntColumn_({nullable: true})
    windowFromBlock!: number | undefined | null

    @StringColumn_({nullable: false})
    contract!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @StringColumn_({nullable: false})
    blockHash!: string

    @Index_()
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @Index_()
    @StringColumn_({nullable: false})
    txHash!: string

    @StringColumn_({nullable: false})
    txFrom!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
