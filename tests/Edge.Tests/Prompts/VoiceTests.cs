using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Prompts;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Prompts;

/// <summary>The program that speaks: missing, slow, broken. Those programs are scripts of the shell.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class VoiceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly PromptSpeech Text = new("Hola.", "es-CO");
    private readonly TempFolder _folder = TempFolder.Create("voice");

    [Fact]
    public async Task WithoutTheProgram_CallersHearATone_AndTheLogSaysItOnce()
    {
        var log = new CountingLog();
        await using var line = await PromptedPhone.StartAsync(new SpeechOptions { Program = _folder.At("none") }, log);

        await line.PlayAsync(1, false, Text);
        await line.EndsAsync(1);
        await line.PlayAsync(2, false, new PromptTone(600, 300), Text);

        Assert.Equal([(1, PromptEnd.Failed), (2, PromptEnd.Failed)], await line.EndsAsync(2));
        Assert.Equal(1, log.Errors);
        Assert.Equal((2, 2), (line.Host.Metric("rtc_prompt_failures{NoVoice}"), line.Host.Metric("rtc_speech_texts{failed}")));
    }

    [Fact]
    public async Task AProgramThatHangs_IsEnded_AndSoIsThePrompt()
    {
        await using var line = await PromptedPhone.StartAsync(Options($"echo $$ > {_folder.At("pid")}; exec sleep 60", patience: 2));

        await line.PlayAsync(1, false, Text);

        Assert.Equal([(1, PromptEnd.Failed)], await line.EndsAsync(1));
        Assert.Equal(1, line.Host.Metric("rtc_prompt_failures{SlowSpeech}"));
        var process = (await File.ReadAllTextAsync(_folder.At("pid"), TestContext.Current.CancellationToken)).Trim();
        await Eventually.IsTrueAsync("its end", Patience, () => Task.FromResult(!File.Exists($"/proc/{process}/cmdline") || File.ReadAllText($"/proc/{process}/cmdline").Length == 0));
    }

    [Theory]
    [InlineData("cat > /dev/null; exit 1")]
    [InlineData("cat")]
    [InlineData("exit 0")]
    public async Task AProgramThatSpeaksNoSound_EndsThePrompt(string script)
    {
        await using var line = await PromptedPhone.StartAsync(Options(script));

        await line.PlayAsync(1, false, Text);

        Assert.Equal([(1, PromptEnd.Failed)], await line.EndsAsync(1));
        Assert.Equal(1, line.Host.Metric("rtc_prompt_failures{BadSpeech}"));
    }

    [Fact]
    public async Task ACallThatEndsWhileATextIsMade_EndsThePromptOnce_AndTheLegHeardSilenceUntilThen()
    {
        await using var line = await PromptedPhone.StartAsync(Options("exec sleep 60", patience: 2));
        await line.PlayAsync(1, false, Text);
        await Eventually.IsTrueAsync("silence", Patience, () => Task.FromResult(line.Phone.Heard().Silent >= TimeSpan.FromMilliseconds(300)));

        await line.Host.DoAsync(() => line.Call.Close(LegId.First));

        Assert.Equal([(1, PromptEnd.Replaced)], await line.EndsAsync(1));
        Assert.Equal(0, line.SecondsOfSpeech());
        await Eventually.IsTrueAsync("the end of the text", Patience, () => Task.FromResult(line.Host.Metric("rtc_speech_texts{failed}") == 1));
        Assert.Equal((1, 0), (line.Ends.Count, line.Host.Metric("rtc_prompt_failures{SlowSpeech}")));
    }

    [Fact]
    public async Task WhatATextSaysIsNoOptionOfTheProgram()
    {
        await using var line = await PromptedPhone.StartAsync(Options($"echo \"$*\" > {_folder.At("arguments")}; cat > {_folder.At("text")}"));

        await line.PlayAsync(1, false, new PromptSpeech("--help; rm -rf / \u0001 $(id) áéñ", "en-GB"));
        await line.EndsAsync(1);

        Assert.Equal("-v en-us -s 150 -b 1 -z --stdin --stdout\n", await File.ReadAllTextAsync(_folder.At("arguments"), TestContext.Current.CancellationToken));
        Assert.Equal("--help; rm -rf /   $(id) áéñ", await File.ReadAllTextAsync(_folder.At("text"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private SpeechOptions Options(string script, int patience = 20)
    {
        var program = _folder.At("program");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new SpeechOptions { Program = program, Patience = TimeSpan.FromSeconds(patience) };
    }

    private sealed class CountingLog : ILogger<SpeechVoice>
    {
        private int _errors;

        public int Errors => Volatile.Read(ref _errors);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Interlocked.Add(ref _errors, logLevel == LogLevel.Error ? 1 : 0);
    }
}
