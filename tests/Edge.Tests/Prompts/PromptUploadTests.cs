using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Prompts;
using RtcCluster.Media.Wav;
using Xunit;

namespace RtcCluster.Edge.Tests.Prompts;

public sealed class PromptUploadTests
{
    private static readonly PromptId Prompt = new(new TenantId("demo"), "welcome");

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public void ALinearFileOfOneChannelIsAPrompt(int rate)
    {
        Assert.Null(PromptUpload.Check(Prompt, Wav(WavEncoding.Pcm16, 1, rate, rate * 2), out var file));
        Assert.Equal((2_000, rate, 44 + (rate * 4)), (file!.Milliseconds, file.SampleRate, file.Bytes));
        Assert.StartsWith("demo/prompts/welcome/", file.Blob, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSoundHasAnotherBlob()
    {
        Assert.Null(PromptUpload.Check(Prompt, Wav(WavEncoding.Pcm16, 1, 8_000, 100), out var one));
        Assert.Null(PromptUpload.Check(Prompt, Wav(WavEncoding.Pcm16, 1, 8_000, 101), out var other));

        Assert.NotEqual(one!.Blob, other!.Blob);
    }

    [Theory]
    [InlineData(WavEncoding.MuLaw, 1, 8_000, 100, "G.711")]
    [InlineData(WavEncoding.Pcm16, 2, 8_000, 100, "two channels")]
    [InlineData(WavEncoding.Pcm16, 1, 11_025, 100, "11025")]
    [InlineData(WavEncoding.Pcm16, 1, 8_000, 0, "no sound")]
    public void WhatIsWrongIsNamed(WavEncoding encoding, int channels, int rate, int samples, string named)
    {
        var problem = PromptUpload.Check(Prompt, Wav(encoding, channels, rate, samples), out var file);

        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.Null(file);
    }

    [Theory]
    [InlineData("")]
    [InlineData("RIFF....WAVE")]
    [InlineData("OggS and so on, and so on")]
    public void WhatIsNoWavFile_IsNoPrompt(string text) => Assert.NotNull(PromptUpload.Check(Prompt, System.Text.Encoding.ASCII.GetBytes(text), out _));

    private static byte[] Wav(WavEncoding encoding, int channels, int rate, int samples)
    {
        var header = new WavHeader(encoding, channels, rate, samples);
        var file = new byte[header.Length + header.DataLength];
        header.Write(file);
        return file;
    }
}
