using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Tests.Fax;

/// <summary>T.38: packets of two machines in datagrams of which some are lost, bytes that make no sense, and descriptions.</summary>
public sealed class T38Tests
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";

    [Theory]
    [InlineData(0)]
    [InlineData(0.002)]
    [InlineData(0.05)]
    public void TwoPagesPass_WhateverIsLost(double loss)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var caller = new FaxSession(new FaxSessionOptions { IsT38 = true, IsCaller = true, Ident = "+57 601", Document = FaxTiff.Write(TestPages.Two, forModem: true) });
        using var called = new FaxSession(new FaxSessionOptions { IsT38 = true, Ident = "+57 602" });
        var (toCalled, toCaller) = (new Line(loss, 1), new Line(loss, 2));
        var events = new List<FaxEvent>();
        var said = new List<FaxEvent>();
        for (var tick = 0; tick < 50 * 300 && !(caller.IsOver && called.IsOver); tick++)
        {
            caller.Tick();
            toCalled.Carry(caller, called);
            called.Tick();
            toCaller.Carry(called, caller);
            Take(called, events);
            Take(caller, said);
        }

        Assert.Equal(("OK", 2), events.OfType<FaxEvent.Ended>().Single().Result is var got ? (got.Text, got.Pages) : default);
        Assert.Equal(("OK", 2, "+57 602"), said.OfType<FaxEvent.Ended>().Single().Result is var sent ? (sent.Text, sent.Pages, sent.Station) : default);
        Assert.Equal(FaxTiffStatus.Ok, FaxTiff.TryRead(events.OfType<FaxEvent.Pages>().Last().Tiff, FaxLimits.Default, out var pages));
        TestPages.AreEqual(TestPages.Two, pages);
        Assert.Equal(0, toCalled.Receiver.Malformed + toCaller.Receiver.Malformed);
        Assert.Equal(loss > 0.01, toCalled.Receiver.Recovered > 0 && toCaller.Receiver.Recovered > 0);
    }

    [Fact]
    public void WhatIsLostThreeTimes_ComesOnce_AndInOrder()
    {
        var sender = new UdptlSender();
        var receiver = new UdptlReceiver();
        var buffer = new byte[UdptlSender.MostBytes];
        var datagrams = Enumerable.Range(0, 70_000).Select(number => buffer[..sender.Write(Packet(number), buffer)]).ToList();

        foreach (var (datagram, number) in datagrams.Select((datagram, number) => (datagram, number)).Where(each => each.number % 4 == 0))
        {
            Assert.True(receiver.Put(datagram));
            Assert.True(receiver.Put(datagrams[Math.Max(0, number - 2)]));
        }

        var taken = new List<(ushort Sequence, byte[] Packet)>();
        while (receiver.TryTake(out var sequence, out var packet))
        {
            taken.Add((sequence, packet.ToArray()));
        }

        Assert.Equal(69_997, taken.Count);
        Assert.All(taken.Select((each, number) => (each, number)), each => Assert.True(each.each.Sequence == (ushort)each.number && each.each.Packet.AsSpan().SequenceEqual(Packet(each.number)), $"packet {each.number}"));
        Assert.Equal((0, 0), (receiver.Lost, receiver.Malformed));

        static byte[] Packet(int number) => [.. BitConverter.GetBytes(number), .. new byte[number % 300]];
    }

    [Fact]
    public void WhatIsNoDatagram_IsCounted_AndNeverThrows()
    {
        var sender = new UdptlSender();
        var buffer = new byte[UdptlSender.MostBytes];
        sender.Write(new byte[200], buffer);
        var whole = buffer[..sender.Write(new byte[200], buffer)];
        for (var length = 0; length < whole.Length; length++)
        {
            new UdptlReceiver().Put(whole.AsSpan(0, length));
        }

        var random = new Random(5);
        var receiver = new UdptlReceiver();
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(60)];
            random.NextBytes(noise);
            receiver.Put(noise);
            while (receiver.TryTake(out _, out var packet))
            {
                Assert.InRange(packet.Length, 0, noise.Length);
            }
        }

        Assert.False(receiver.Put([0, 1, 0x7F, 0]));
        Assert.False(receiver.Put([0, 1, 0xC1, 0]));
        Assert.True(receiver.Malformed > 1_000);
    }

    [Fact]
    public void AnOffer_IsAnswered_WithAllElseRefused()
    {
        Assert.True(MediaEndpoint.TryParse("127.0.0.1", 4_000, out var local));
        var ours = "v=0\r\no=- 77 3 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"u8;
        var offer = Encoding.ASCII.GetBytes(
            "v=0\r\no=gw 1 2 IN IP4 127.0.0.9\r\ns=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\nm=audio 0 RTP/AVP 0 8\r\nm=image 5004 udptl t38\r\na=T38FaxVersion:3\r\na=T38FaxUdpEC:t38UDPRedundancy\r\n");

        Assert.True(T38Description.TryRead(offer, SdpLimits.Default, out var remote));
        Assert.Equal("127.0.0.9:5004", remote.ToString());
        var answer = Encoding.ASCII.GetString(T38Description.Answer(offer, ours, SdpLimits.Default, local));
        Assert.Contains("o=- 77 4 IN IP4 127.0.0.1\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("m=audio 0 RTP/AVP 0 8\r\nm=image 4000 udptl t38\r\na=T38FaxVersion:0\r\n", answer, StringComparison.Ordinal);
        Assert.True(T38Description.TryRead(T38Description.Offer(ours, SdpLimits.Default, local), SdpLimits.Default, out var own));
        Assert.Equal(local, own);
        Assert.False(T38Description.TryRead(ours, SdpLimits.Default, out _));
        Assert.False(T38Description.TryRead("m=image"u8, SdpLimits.Default, out _));
    }

    private static void Take(FaxSession session, List<FaxEvent> events)
    {
        while (session.TryTake(out var happened))
        {
            events.Add(happened!);
        }
    }

    /// <summary>One direction, with its own loss.</summary>
    private sealed class Line(double loss, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly UdptlSender _sender = new();
        private readonly byte[] _buffer = new byte[UdptlSender.MostBytes];

        public UdptlReceiver Receiver { get; } = new();

        public void Carry(FaxSession from, FaxSession to)
        {
            while (from.TryTakePacket(out var packet, out var times))
            {
                var length = _sender.Write(packet.Span, _buffer);
                for (var i = 0; i < times; i++)
                {
                    if (_random.NextDouble() >= loss)
                    {
                        Assert.True(Receiver.Put(_buffer.AsSpan(0, length)));
                    }
                }
            }

            while (Receiver.TryTake(out var sequence, out var got))
            {
                to.Receive(got.Span, sequence);
            }
        }
    }
}
