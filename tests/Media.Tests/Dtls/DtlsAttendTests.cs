using CsCheck;
using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>After the handshake.</summary>
public class DtlsAttendTests
{
    [Fact]
    public void Rfc5246_7_2_1_CloseNotifyEndsBothEnds()
    {
        using var pair = new DtlsPair();
        pair.Run();
        Assert.True(pair.Server.Attend());
        pair.Client.Close();
        Assert.False(pair.Server.Attend());
        Assert.False(pair.Server.Attend());
        Assert.False(pair.Client.Attend());

        // One from each: the client's, and the server's in return.
        Assert.Equal(1, pair.ToServer.Count(static datagram => datagram is [21, _, _, _, 1, ..]));
        Assert.Equal(1, pair.ToClient.Count(static datagram => datagram is [21, _, _, _, 1, ..]));
        Assert.False(pair.Server.TryPut(pair.ToServer[^1]));
    }

    [Fact]
    public void CloseNotifyBehindOtherRecordsOfItsDatagramIsSeen()
    {
        using var pair = new DtlsPair();
        pair.Run();
        var finished = pair.ToServer[^1];
        pair.Network = (to, datagram) => to == DtlsRole.Server ? [[.. finished, .. finished, .. datagram]] : [datagram];
        pair.Client.Close();
        Assert.False(pair.Server.Attend());
    }

    [Fact]
    public void AForgedAlertEndsNothing()
    {
        using var pair = new DtlsPair();
        pair.Run();
        (bool Taken, byte[] Datagram)[] forged =
        [
            (true, [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 2, 40]),
            (true, [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 1, 0]),
            (false, [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0]),
            (false, [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 23, .. new byte[23]]),
            (true, [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 24, .. new byte[24]]),
            (true, [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 26, .. new byte[26]]),
        ];
        foreach (var (taken, datagram) in forged)
        {
            Assert.Equal(taken, pair.Server.TryPut(datagram));
            Assert.True(pair.Server.Attend());
        }

        pair.Client.Close();
        Assert.False(pair.Server.Attend());
    }

    [Fact]
    public void WhateverComesFromWhoHasNoKeysEndsNothing()
    {
        using var pair = new DtlsPair();
        pair.Run();
        Gen.Select(Gen.OneOf(Gen.Const(20), Gen.Const(21), Gen.Const(22), Gen.Const(23), Gen.Const(24), Gen.Const(25)), Gen.Int[0, 2], Gen.Byte.Array[0, 60]).Sample(
            (type, epoch, body) =>
            {
                pair.Server.TryPut([(byte)type, 0xFE, 0xFD, 0, (byte)epoch, 0, 0, 0, 0, 7, 7, 0, (byte)body.Length, .. body]);
                return pair.Server.Attend();
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2_000,
            threads: 1);
    }

    [Fact]
    public void ARecordedCloseNotifyOfAnotherConnectionEndsNothing()
    {
        using var other = new DtlsPair();
        other.Run();
        other.Client.Close();
        using var pair = new DtlsPair();
        pair.Run();
        Assert.True(pair.Server.TryPut(other.ToServer[^1]));
        Assert.True(pair.Server.Attend());
    }

    [Fact]
    public void NothingIsThereBeforeAHandshake()
    {
        using var server = new DtlsHandshake(DtlsPair.ServerIdentity, static _ => { }, DtlsPair.Hurried);
        Assert.False(server.Attend());
    }
}
