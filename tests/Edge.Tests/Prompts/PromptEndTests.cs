using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Prompts;

/// <summary>A prompt ends exactly once, whatever ends it.</summary>
public sealed class PromptEndTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);
    private static readonly LegId Other = new(2);
    private static readonly PromptTone Long = new(600, 60_000);

    [Fact]
    public async Task ADigitEndsWhatMayBeInterrupted_AndIsReportedFirst()
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.PlayAsync(1, true, Long);
        await line.HearsAsync(600, Half);

        await line.Phone.SendDigitAsync(5, line.Port);

        Assert.Equal([(1, PromptEnd.Interrupted)], await line.EndsAsync(1));
        var told = line.Host.Reported.Where(static e => e is LegDigit or PromptEnded).ToList();
        Assert.Equal((2, '5'), (told.Count, Assert.IsType<LegDigit>(told[0]).Digit));
        await line.HearsAsync(PromptedPhone.Afterwards, Half);
    }

    [Fact]
    public async Task ADigitEndsNothingElse()
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.PlayAsync(1, false, new PromptTone(600, 1_500));
        await line.HearsAsync(600, Half);

        await line.Phone.SendDigitAsync(5, line.Port);

        Assert.Equal([(1, PromptEnd.Played)], await line.EndsAsync(1));
        Assert.Single(line.Host.Reported.OfType<LegDigit>());
    }

    [Theory]
    [InlineData("play")]
    [InlineData("connect")]
    [InlineData("connected")]
    [InlineData("mix")]
    [InlineData("close")]
    [InlineData("close all")]
    public async Task WhateverElseTheLegHears_ReplacesIt(string what)
    {
        await using var line = await PromptedPhone.StartAsync();
        await using var second = new RtpPort();
        await line.OpenAsync(Other, second);
        await line.PlayAsync(1, true, Long);
        await line.HearsAsync(600, Half);

        await line.Host.DoAsync(() =>
        {
            switch (what)
            {
                case "play":
                    line.Call.Play(new PlayMedia(LegId.First, MediaSource.HoldMusic));
                    break;
                case "connect":
                    line.Call.Connect(new ConnectMedia(LegId.First, Other));
                    break;
                case "connected":
                    line.Call.Connect(new ConnectMedia(Other, LegId.First));
                    break;
                case "mix":
                    line.Call.Join(new MixMedia(LegId.First, null));
                    break;
                case "close":
                    line.Call.Close(LegId.First);
                    break;
                default:
                    line.Call.CloseAll();
                    break;
            }
        });

        Assert.Equal([(1, PromptEnd.Replaced)], await line.EndsAsync(1));
        await line.Host.DoAsync(line.Call.CloseAll);
        Assert.Single(line.Ends);
    }

    [Fact]
    public async Task TheNextPromptReplacesIt_AndACommandThatComesTwiceDoesNothing()
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.PlayAsync(1, true, Long);
        await line.PlayAsync(2, true, new PromptTone(1_000, 1_000));
        await line.PlayAsync(1, true, Long);
        await line.PlayAsync(2, true, new PromptTone(1_000, 1_000));

        Assert.Equal([(1, PromptEnd.Replaced), (2, PromptEnd.Played)], await line.EndsAsync(2));
        await line.PlayAsync(2, true, new PromptTone(1_000, 1_000));
        await line.HearsAsync(PromptedPhone.Afterwards, Half);
        Assert.Equal(2, line.Ends.Count);
    }

    [Fact]
    public async Task ALegWithoutMediaHereHearsNothing()
    {
        await using var line = await PromptedPhone.StartAsync();

        await line.Host.DoAsync(() => line.Call.Prompts.Play(new PlayPrompt(Other, 1, [Long], MediaSource.Silence)));

        var end = Assert.Single(line.Ends);
        Assert.Equal((Other, 1, PromptEnd.Failed), (end.Leg, end.Number, end.How));
        Assert.Equal(1, line.Host.Metric("rtc_prompt_failures{NoMedia}"));
    }

    [Fact]
    public async Task WhatIsNotThere_EndsIt_AfterThePiecesBefore()
    {
        await using var line = await PromptedPhone.StartAsync();

        await line.PlayAsync(1, false, new PromptTone(600, 1_000), new PromptAudio("demo/prompts/none"), new PromptTone(1_000, 1_000));

        Assert.Equal([(1, PromptEnd.Failed)], await line.EndsAsync(1));
        await line.HearsAsync(PromptedPhone.Afterwards, TimeSpan.FromSeconds(1));
        var heard = line.Phone.Heard();
        Assert.InRange(heard.Heard(600).TotalSeconds, 0.6, 1.0);
        Assert.Equal(TimeSpan.Zero, heard.Heard(1_000));
        Assert.Equal((1, 1), (line.Host.Metric("rtc_prompt_failures{NoAudio}"), line.Host.Metric("rtc_prompts{failed}")));
    }

    [Theory]
    [InlineData("audio", "BadAudio")]
    [InlineData("recording", "NoAudio")]
    [InlineData("torn", "BadAudio")]
    [InlineData("text", "OutOfBounds")]
    [InlineData("tone", "OutOfBounds")]
    [InlineData("pause", "OutOfBounds")]
    [InlineData("path", "NoStore")]
    public async Task EachFailureIsCountedByItsReason(string piece, string reason)
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.Blobs.WriteAsync("demo/prompts/text", "no sound"u8.ToArray(), TestContext.Current.CancellationToken);
        await line.Blobs.WriteAsync("demo/torn/00000000", new byte[50], TestContext.Current.CancellationToken);

        await line.PlayAsync(1, false, piece switch
        {
            "audio" => new PromptAudio("demo/prompts/text"),
            "recording" => new PromptRecording("demo/none/", 2),
            "torn" => new PromptRecording("demo/torn/", 1),
            "text" => new PromptSpeech(new string('a', 1_001), "es-CO"),
            "tone" => new PromptTone(50, 100),
            "pause" => new PromptPause(3_600_000),
            _ => new PromptAudio("../../etc/passwd"),
        });

        Assert.Equal([(1, PromptEnd.Failed)], await line.EndsAsync(1));
        Assert.Equal(1, line.Host.Metric($"rtc_prompt_failures{{{reason}}}"));
        await line.HearsAsync(PromptedPhone.Afterwards, Half);
    }
}
