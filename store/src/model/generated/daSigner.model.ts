import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

/**
 * A DA signer's keys and socket, by interval. The socket is attacker-chosen text.
 */
@Index_(["signer", "fromBlock"], {unique: false})
@Entity_()
export class DaSigner {
    constructor(props?: Partial<DaSigner>) {
        Object.assign(this, props)
    }

    /**
     * signer-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    signer!: string

    /**
     * G1 public key x,y; G2 x0,x1,y0,y1. Decimals.
     */
    @StringColumn_({nullable: false})
    keyG1!: string

    @StringColumn_({nullable: false})
    keyG2!: string

    @StringColumn_({nullable: true})
    socket!: string | undefined | null

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
