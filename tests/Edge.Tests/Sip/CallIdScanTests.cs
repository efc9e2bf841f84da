using System.Text;
using RtcCluster.Edge.Sip;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

public sealed class CallIdScanTests
{
    private static readonly uint Expected = CallIdScan.Hash("a84b4c@h"u8);

    [Theory]
    [InlineData("OPTIONS sip:x SIP/2.0\r\nVia: y\r\nCall-ID: a84b4c@h\r\n\r\n")]
    [InlineData("OPTIONS sip:x SIP/2.0\r\ncALL-id  :\t a84b4c@h \r\n\r\n")]
    [InlineData("OPTIONS sip:x SIP/2.0\r\ni:a84b4c@h\r\n\r\n")]
    [InlineData("OPTIONS sip:x SIP/2.0\nI : a84b4c@h\n\n")]
    public void EveryWayOfWritingItLeadsToTheSameShard(string message) => Assert.Equal(Expected, CallIdScan.HashOf(Encoding.ASCII.GetBytes(message)));

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("OPTIONS sip:x SIP/2.0\r\n\r\nCall-ID: a84b4c@h\r\n")]
    [InlineData("OPTIONS sip:x SIP/2.0\r\nCall-IDs: a84b4c@h\r\nIn: a84b4c@h\r\n\r\n")]
    [InlineData("Call-ID")]
    public void WhatHasNoneGoesToTheFirst(string message) => Assert.Equal(0u, CallIdScan.HashOf(Encoding.ASCII.GetBytes(message)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void ACallIdOfAShardLeadsBackToIt(int shards)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            var own = SipShards.OwnCallId(shard, shards, "0123456789abcdef");
            Assert.Equal(shard, SipShards.ShardOf(own, shards));
        }
    }
}
