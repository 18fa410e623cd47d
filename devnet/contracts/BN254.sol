// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

/// Points of BN254 through the EVM's precompiles, and the way from a hash to a point that 0G DA takes.
library BN254 {
    struct G1Point {
        uint256 X;
        uint256 Y;
    }
    /// Coordinates are [c1, c0].
    struct G2Point {
        uint256[2] X;
        uint256[2] Y;
    }

    uint256 internal constant P = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;
    uint256 internal constant R = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;

    function add(G1Point memory a, G1Point memory b) internal view returns (G1Point memory sum) {
        (bool ok, bytes memory out) = address(6).staticcall(abi.encode(a.X, a.Y, b.X, b.Y));
        require(ok, "not on the curve");
        (sum.X, sum.Y) = abi.decode(out, (uint256, uint256));
    }

    function mul(G1Point memory a, uint256 k) internal view returns (G1Point memory product) {
        (bool ok, bytes memory out) = address(7).staticcall(abi.encode(a.X, a.Y, k));
        require(ok, "not on the curve");
        (product.X, product.Y) = abi.decode(out, (uint256, uint256));
    }

    /// e(a, b) * e(c, d) == 1
    function cancel(
        G1Point memory a,
        G2Point memory b,
        G1Point memory c,
        G2Point memory d
    ) internal view returns (bool) {
        (bool ok, bytes memory out) = address(8).staticcall(
            abi.encode(a.X, a.Y, b.X[0], b.X[1], b.Y[0], b.Y[1], c.X, c.Y, d.X[0], d.X[1], d.Y[0], d.Y[1])
        );
        return ok && abi.decode(out, (bool));
    }

    function generator() internal pure returns (G1Point memory) {
        return G1Point(1, 2);
    }

    function negatedGenerator2() internal pure returns (G2Point memory point) {
        point.X[0] = 11559732032986387107991004021392285783925812861821192530917403151452391805634;
        point.X[1] = 10857046999023057135944570762232829481370756359578518086990519993285655852781;
        point.Y[0] = P - 4082367875863433681332203403145435568316851327593401208105741076214120093531;
        point.Y[1] = P - 8495653923123431417604973247489272438418190587263600148770280649306958101930;
    }

    function hashToG1(bytes32 hash) internal view returns (G1Point memory) {
        uint256 x = uint256(hash) % P;
        while (true) {
            uint256 square = addmod(mulmod(mulmod(x, x, P), x, P), 3, P);
            uint256 y = power(square, (P + 1) / 4);
            if (mulmod(y, y, P) == square) return G1Point(x, y);
            x = addmod(x, 1, P);
        }
        revert();
    }

    function power(uint256 base, uint256 exponent) private view returns (uint256) {
        (bool ok, bytes memory out) = address(5).staticcall(abi.encode(32, 32, 32, base, exponent, P));
        require(ok, "modexp");
        return abi.decode(out, (uint256));
    }
}
