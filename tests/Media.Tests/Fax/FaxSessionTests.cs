using RtcCluster.Media.Fax;

namespace RtcCluster.Media.Tests.Fax;

public class FaxSessionTests
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 0.002)]
    public void TwoPagesPass_EveryDotTheSame(bool correctsErrors, double loss)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var caller = Sender(TestPages.Two, correctsErrors);
        using var called = Receiver();
        var wire = new FaxWire(caller, called, loss, seed: 20);

        wire.Run(Patience);

        Assert.Equal((0, "OK", 2, "+57601555"), (wire.CalledResult?.Code, wire.CalledResult?.Text, wire.CalledResult?.Pages, wire.CalledResult?.Station));
        Assert.Equal((0, 2, "+57300 1", correctsErrors), (wire.CallerResult?.Code, wire.CallerResult?.Pages, wire.CallerResult?.Station, wire.CallerResult?.CorrectedErrors));
        Assert.Equal([1, 2], wire.Called.OfType<FaxEvent.Pages>().Select(pages => pages.Count));
        Assert.Equal([1, 2], wire.Caller.OfType<FaxEvent.Sent>().Select(sent => sent.Count));
        TestPages.AreEqual(TestPages.Two, wire.Received);
    }

    [Fact]
    public void AFaxThatDropsInThePage_KeepsTheWholePagesAndSaysSo()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var caller = Sender([TestPages.Make(1), TestPages.Dense(2), TestPages.Make(3)]);
        using var called = Receiver();
        var wire = new FaxWire(caller, called);

        wire.Run(Patience, until: () => wire.Called.Count > 0);
        wire.Run(TimeSpan.FromSeconds(4));
        wire.HangUp();

        Assert.NotEqual(0, wire.CalledResult!.Code);
        Assert.NotEmpty(wire.CalledResult.Text);
        Assert.Equal(1, wire.CalledResult.Pages);
        TestPages.AreEqual([TestPages.Make(1)], wire.Received);
    }

    [Fact]
    public void NobodyAnswers_ItEndsByItself()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var called = Receiver();

        var result = Alone(called, TimeSpan.FromMinutes(2));

        Assert.NotEqual(0, result.Code);
        Assert.Equal(0, result.Pages);
    }

    [Fact]
    public void TheLongestTimeIsOver_ItEnds()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var called = new FaxSession(new FaxSessionOptions { Longest = TimeSpan.FromSeconds(3) });

        Assert.Equal(FaxResult.TooLong, Alone(called, TimeSpan.FromSeconds(4)).Code);
    }

    [Fact]
    public void MoreThanIsKept_EndsIt()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var caller = Sender(TestPages.Two);
        using var called = new FaxSession(new FaxSessionOptions { MostBytes = 1_000 });
        var wire = new FaxWire(caller, called);

        wire.Run(Patience);

        Assert.Equal(FaxResult.TooLarge, wire.CalledResult?.Code);
        Assert.Empty(wire.Called.OfType<FaxEvent.Pages>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APageThatNeverEnds_EndsIt_InMidPage(bool correctsErrors)
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        // With correction the library has 64 KiB at once: what follows the many rows is more than that.
        var page = TestPages.Make(4, height: 4_000);
        new Random(4).NextBytes(page.Bits.AsSpan(^(200 * page.Stride)..));
        using var caller = Sender([page], correctsErrors);
        using var called = new FaxSession(new FaxSessionOptions { MostRows = 2_000 });
        var wire = new FaxWire(caller, called);

        wire.Run(Patience, until: () => wire.CalledResult is not null);

        Assert.Equal((FaxResult.TooLarge, 0), (wire.CalledResult?.Code, wire.CalledResult?.Pages));
        Assert.Empty(wire.Called.OfType<FaxEvent.Pages>());
        Assert.Empty(wire.Caller.OfType<FaxEvent.Sent>());
    }

    [Fact]
    public void NoiseEndsWithoutAPage()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        using var called = Receiver();
        var random = new Random(7);
        var (heard, said) = (new short[FaxSession.FrameSamples], new short[FaxSession.FrameSamples]);

        for (var i = 0; i < 50 * 120 && !called.IsOver; i++)
        {
            for (var s = 0; s < heard.Length; s++)
            {
                heard[s] = (short)random.Next(-8000, 8000);
            }

            called.Run(heard, said);
        }

        Assert.DoesNotContain(Events(called), happened => happened is FaxEvent.Pages);
    }

    [Fact]
    public void ADisposedSessionIsNotRun()
    {
        Assert.SkipUnless(FaxLibrary.IsAvailable, Missing);
        var called = Receiver();
        called.Dispose();
        called.Dispose();

        Assert.Throws<ObjectDisposedException>(() => called.Run(new short[FaxSession.FrameSamples], new short[FaxSession.FrameSamples]));
        called.HangUp();
    }

    [Fact]
    public void ALibraryThatIsNotThere_IsNoFault() => Assert.False(FaxLibrary.IsPresent("libspandsp.so.none"));

    private static FaxSession Sender(IReadOnlyList<FaxPage> pages, bool correctsErrors = true) =>
        new(new FaxSessionOptions { Document = FaxTiff.Write(pages, forModem: true), IsCaller = true, Ident = "+57601555", CorrectsErrors = correctsErrors });

    private static FaxSession Receiver() => new(new FaxSessionOptions { Ident = "+57300 1" });

    private static FaxResult Alone(FaxSession session, TimeSpan longest)
    {
        var (heard, said) = (new short[FaxSession.FrameSamples], new short[FaxSession.FrameSamples]);
        for (var frames = (int)(longest.TotalMilliseconds / 20); frames > 0 && !session.IsOver; frames--)
        {
            session.Run(heard, said);
        }

        return Events(session).OfType<FaxEvent.Ended>().Single().Result;
    }

    private static List<FaxEvent> Events(FaxSession session)
    {
        var events = new List<FaxEvent>();
        while (session.TryTake(out var happened))
        {
            events.Add(happened!);
        }

        return events;
    }
}
