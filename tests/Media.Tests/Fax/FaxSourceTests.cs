using RtcCluster.Media.Codecs;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Fax;

/// <summary>Two machines over packets, on a machine that stands still again and again and then does at once what it is late with.</summary>
public sealed class FaxSourceTests
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.002, 0)]
    [InlineData(0, 75)]
    [InlineData(0.002, 75)]
    public void TwoPagesPass_WhateverIsLostAndHoweverLateItComes(double loss, int longestStop)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        var random = new Random(41);
        using var caller = new Machine(new FaxSessionOptions { Document = FaxTiff.Write(TestPages.Two, forModem: true), IsCaller = true, Ident = "+57601555" });
        using var called = new Machine(new FaxSessionOptions { Ident = "+57300 1" });
        var (toCaller, toCalled) = (new Queue<byte[]>(), new Queue<byte[]>());
        var (stopped, resumes) = (0, 0);

        // The receiver's machine stands still for up to a second and a half every few seconds, while packets wait for it; then it makes up for every tick.
        for (var tick = 0; tick < 50 * 600 && !(caller.IsOver && called.IsOver); tick++)
        {
            caller.Tick(toCaller, toCalled, loss, random);
            if (longestStop > 0 && stopped == 0 && random.Next(250) == 0)
            {
                resumes = random.Next(longestStop);
            }

            if (stopped++ < resumes)
            {
                continue;
            }

            for (; stopped > 0; stopped--)
            {
                called.Tick(toCalled, toCaller, loss, random);
            }

            resumes = 0;
        }

        Assert.Equal(("OK", 2), (called.Result?.Text, called.Result?.Pages));
        Assert.Equal(("OK", 2), (caller.Result?.Text, caller.Result?.Pages));
        Assert.Equal(FaxTiffStatus.Ok, FaxTiff.TryRead(called.Events.OfType<FaxEvent.Pages>().Last().Tiff, FaxLimits.Default, out var pages));
        TestPages.AreEqual(TestPages.Two, pages);
    }

    [Fact]
    public void WhoHangsUp_EndsIt_Once()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var called = new Machine(new FaxSessionOptions());
        var (none, said) = (new Queue<byte[]>(), new Queue<byte[]>());
        called.Tick(none, said, 0, new Random(1));

        called.Source.HangUp();
        called.Source.HangUp();

        Assert.Equal(0, Assert.Single(called.Events.OfType<FaxEvent.Ended>()).Result.Pages);
        Assert.False(called.Source.Fill(new short[FaxSession.FrameSamples]));
    }

    private sealed class Machine : IDisposable
    {
        private uint _sent;

        public Machine(FaxSessionOptions options) => Source = new FaxSource(new FaxSession(options), Events.Add);

        public FaxSource Source { get; }

        public List<FaxEvent> Events { get; } = [];

        public FaxResult? Result => Events.OfType<FaxEvent.Ended>().SingleOrDefault()?.Result;

        public bool IsOver => Result is not null;

        public void Tick(Queue<byte[]> heard, Queue<byte[]> said, double loss, Random random)
        {
            while (heard.TryDequeue(out var packet))
            {
                Source.Hear(new RtpHeader { Ssrc = 1, Timestamp = BitConverter.ToUInt32(packet) }, PayloadKind.Pcmu, packet.AsSpan(sizeof(uint)));
            }

            Span<short> frame = stackalloc short[FaxSession.FrameSamples];
            if (!Source.Fill(frame))
            {
                return;
            }

            var payload = new byte[sizeof(uint) + FaxSession.FrameSamples];
            BitConverter.TryWriteBytes(payload, _sent);
            G711.Encode(PayloadKind.Pcmu, frame, payload.AsSpan(sizeof(uint)));
            _sent += FaxSession.FrameSamples;
            if (random.NextDouble() >= loss)
            {
                said.Enqueue(payload);
            }
        }

        public void Dispose() => Source.Dispose();
    }
}
