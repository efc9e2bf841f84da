using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Prompts;

/// <summary>What a telephone hears of prompts, judged by its sound. A window of 100 ms in which a tone begins, ends or is interrupted by a busy machine is not counted.</summary>
public sealed class PromptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData("es-CO", "Usted es el siguiente en la fila.", 1.2, 4)]
    [InlineData("en", "You are number three in the queue. The estimated wait is two minutes.", 2.5, 7)]
    public async Task ATextIsSpoken_AndThenTheLegHearsWhatItIsToHear(string language, string text, double shortest, double longest)
    {
        await using var line = await PromptedPhone.StartAsync();

        await line.PlayAsync(1, false, new PromptSpeech(text, language));
        Assert.Equal([(1, PromptEnd.Played)], await line.EndsAsync(1));
        await line.HearsAsync(PromptedPhone.Afterwards, Half);

        Assert.InRange(line.SecondsOfSpeech(), shortest, longest);
        Assert.Equal(1, line.Host.Metric("rtc_prompts{played}"));
        Assert.Equal(1, line.Host.Metric("rtc_speech_texts{spoken}"));
    }

    [Fact]
    public async Task PiecesAreHeardInOrderAndForTheirTime()
    {
        await using var line = await PromptedPhone.StartAsync();

        await line.PlayAsync(1, false, new PromptTone(600, 1_000), new PromptPause(1_000), new PromptTone(1_000, 1_500));
        await line.EndsAsync(1);

        var heard = line.Phone.Heard();
        Assert.InRange(heard.Heard(600).TotalSeconds, 0.6, 1.0);
        Assert.InRange(heard.Heard(1_000).TotalSeconds, 1.1, 1.5);
        Assert.InRange((heard.Start(1_000) - heard.Start(600))!.Value.TotalSeconds, 1.9, 2.6);
    }

    [Fact]
    public async Task APromptWithoutPieces_HasBeenHeardAtOnce()
    {
        await using var line = await PromptedPhone.StartAsync();

        await line.PlayAsync(1, false);

        Assert.Equal([(1, PromptEnd.Played)], await line.EndsAsync(1));
        await line.HearsAsync(PromptedPhone.Afterwards, Half);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public async Task AStoredFileIsHeard_AtEveryRateThatFilesHave(int rate)
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.StoreToneAsync("demo/prompts/tone", 700, rate);

        await line.PlayAsync(1, false, new PromptAudio("demo/prompts/tone"));

        Assert.Equal([(1, PromptEnd.Played)], await line.EndsAsync(1));
        Assert.InRange(line.Phone.Heard().Heard(700).TotalSeconds, 0.6, 1.0);
    }

    [Fact]
    public async Task AFileThatIsReplaced_IsHeardAsItIsNow()
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.StoreToneAsync("demo/prompts/tone", 700, 8_000);
        await line.PlayAsync(1, false, new PromptAudio("demo/prompts/tone"));
        await line.EndsAsync(1);

        await line.StoreToneAsync("demo/prompts/tone", 1_000, 16_000);
        await line.PlayAsync(2, false, new PromptAudio("demo/prompts/tone"));
        await line.EndsAsync(2);

        await line.HearsAsync(1_000, Half);
    }

    [Fact]
    public async Task MusicIsHeardAgainAndAgain_UntilTheLegHearsSomethingElse()
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.StoreToneAsync("demo/prompts/tone", 700, 16_000);

        await line.PlayAsync(1, false, new PromptMusic("demo/prompts/tone"));
        await line.HearsAsync(700, TimeSpan.FromSeconds(2.5));
        Assert.Empty(line.Ends);
        await line.Host.DoAsync(() => line.Call.Play(new PlayMedia(LegId.First, MediaSource.Ringback)));

        Assert.Equal([(1, PromptEnd.Replaced)], await line.EndsAsync(1));
        await line.HearsAsync(PromptedPhone.Afterwards, Half);
    }

    [Fact]
    public async Task WhatAPartySaidIsHeardAgain()
    {
        await using var line = await PromptedPhone.StartAsync();
        var recording = new RecordingId("demo/call1/1");
        await line.Host.DoAsync(() => line.Call.Tape.Start(new CallId("demo/call1"), new StartRecording(LegId.First, recording, "demo/voice/", null)));
        await line.Phone.SpeakAsync(700, line.Port, TimeSpan.FromSeconds(3));
        await line.Host.DoAsync(() => line.Call.Tape.Stop(recording));
        var closed = await Eventually.GetAsync(
            "the recording", Patience, () => Task.FromResult(line.Host.Reported.OfType<RecordingClosed>().FirstOrDefault()), static r => r is not null);

        await line.PlayAsync(1, false, new PromptRecording("demo/voice/", closed!.Chunks));

        Assert.Equal([(1, PromptEnd.Played)], await line.EndsAsync(1));
        Assert.InRange(line.Phone.Heard().Heard(700).TotalSeconds, 1.5, 3.2);
    }

    [Fact]
    public async Task ATextIsSpokenOnce_AndKept()
    {
        await using var line = await PromptedPhone.StartAsync();
        var text = new PromptSpeech("Gracias por esperar.", "es-CO");

        await line.PlayAsync(1, false, text, text);
        await line.EndsAsync(1);
        await line.PlayAsync(2, false, text);
        await line.EndsAsync(2);

        Assert.Equal((1, 2), (line.Host.Metric("rtc_speech_texts{spoken}"), line.Host.Metric("rtc_speech_texts{cache}")));
    }

    [Fact]
    public async Task APartyThatHoldsTheCall_HearsThePromptWhenItIsBack()
    {
        await using var line = await PromptedPhone.StartAsync();
        await line.Host.DoAsync(() => line.Call.Reoffer(new ReofferMedia(LegId.First, SdpText.Audio(line.Phone.Local, "inactive", 2), false)));
        await line.PlayAsync(1, false, new PromptTone(600, 1_000));
        await Task.Delay(Half, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Empty(line.Ends);

        await line.Host.DoAsync(() => line.Call.Reoffer(new ReofferMedia(LegId.First, SdpText.Audio(line.Phone.Local, "sendrecv", 3), false)));

        Assert.Equal([(1, PromptEnd.Played)], await line.EndsAsync(1));
        Assert.InRange(line.Phone.Heard().Heard(600).TotalSeconds, 0.6, 1.0);
    }
}
