using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Configuration;
using RtcCluster.Media.Wav;

namespace RtcCluster.Edge.Prompts;

/// <summary>Speaks texts by a program of its own, a process for each text: bounded in number, time and what it may say.</summary>
/// <remarks>The text goes in by the standard input and is no argument, so that nothing in it can be an option; the program reads no markup unless it is asked to.</remarks>
internal sealed partial class SpeechVoice
{
    /// <summary>Two minutes of 22,050 Hz.</summary>
    private const int MaxBytes = 2 * 60 * 22_050 * 2;

    private readonly SpeechOptions _options;
    private readonly ILogger<SpeechVoice> _log;
    private readonly Channel<int> _places;
    private int _toldMissing;

    public SpeechVoice(SpeechOptions options, ILogger<SpeechVoice> log)
    {
        _options = options;
        _log = log;
        _places = Channel.CreateBounded<int>(options.Processes);
        for (var place = 0; place < options.Processes; place++)
        {
            _places.Writer.TryWrite(place);
        }
    }

    /// <summary>The samples of a text.</summary>
    /// <param name="voice">One of the program's voices.</param>
    /// <param name="text">Without control characters.</param>
    public async Task<PromptSound> SpeakAsync(string voice, string text)
    {
        using var patience = new CancellationTokenSource(_options.Patience);
        try
        {
            var place = await _places.Reader.ReadAsync(patience.Token);
            try
            {
                return await RunAsync(voice, text, patience.Token);
            }
            finally
            {
                _places.Writer.TryWrite(place);
            }
        }
        catch (OperationCanceledException)
        {
            return PromptSound.Failed(PromptFailure.SlowSpeech);
        }
    }

    private async Task<PromptSound> RunAsync(string voice, string text, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Command(voice) };
        if (!TryStart(process))
        {
            return PromptSound.Failed(PromptFailure.NoVoice);
        }

        try
        {
            var complaints = process.StandardError.BaseStream.CopyToAsync(Stream.Null, ct);
            var speaking = ReadAsync(process.StandardOutput.BaseStream, ct);
            await WriteAsync(process, text, ct);
            var file = await speaking;
            await complaints;
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 && WavReader.TryRead(file, out var wav) == WavStatus.Ok
                ? PromptSound.Of(TelephoneRate.Convert(wav.DecodeMono(), wav.SampleRate))
                : PromptSound.Failed(PromptFailure.BadSpeech);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ProcessStartInfo Command(string voice)
    {
        var command = new ProcessStartInfo(_options.Program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var argument in new[] { "-v", voice, "-s", _options.Speed.ToString(CultureInfo.InvariantCulture), "-b", "1", "-z", "--stdin", "--stdout" })
        {
            command.ArgumentList.Add(argument);
        }

        return command;
    }

    private bool TryStart(Process process)
    {
        try
        {
            return process.Start();
        }
        catch (Win32Exception e)
        {
            if (Interlocked.Exchange(ref _toldMissing, 1) == 0)
            {
                LogMissing(Pii.Text(e.Message));
            }

            return false;
        }
    }

    private static async Task WriteAsync(Process process, string text, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.WriteAsync(text.AsMemory(), ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code and what it said tell the rest.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[32_768];
        int read;
        while ((read = await output.ReadAsync(buffer, ct)) > 0)
        {
            // Read on beyond the bound, so that the program ends; what is longer than any text of ours is not heard.
            if (bytes.Length + read <= MaxBytes)
            {
                bytes.Write(buffer, 0, read);
            }
        }

        return bytes.ToArray();
    }

    [LoggerMessage(2231, LogLevel.Error, "Texts cannot be spoken, callers hear a tone in their place: Speech:Program does not start. {Problem}")]
    private partial void LogMissing(Pii<string> problem);
}
