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
     * G1 public key x,y; G2 x0,x1,y0,y1. Decimals. Null where the registration was not seen.
     */
    @StringColumn_({nullable: true})
    keyG1!: string | undefined | null

    @StringColumn_({nullable: true})
    keyG2!: string | undefined | null

    /**
     * Cut to 1024 characters; null until a log says.
     */
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
