using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Runner.Tests.Voice;

public sealed class SpokenFrameTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void WhatIsWrittenIsRead(int bytes)
    {
        var payload = new byte[bytes];
        var frame = new SpokenFrame(123, 4_000_000_000, 638_000_000_000_000_000, true);

        frame.Write(payload);

        Assert.True(SpokenFrame.TryRead(payload, out var read));
        Assert.Equal(frame, read);
    }

    [Fact]
    public void SilenceAndMusicAreNoneOfOurs()
    {
        Assert.False(SpokenFrame.TryRead(Enumerable.Repeat((byte)0xFF, 160).ToArray(), out _));
        Assert.False(SpokenFrame.TryRead(Enumerable.Repeat((byte)0xD5, 160).ToArray(), out _));
        Assert.False(SpokenFrame.TryRead([], out _));
    }
}
