using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.TestKit.Baresip;

/// <summary>A real telephone: a baresip process (Debian package baresip-core) that sends a tone and keeps what it hears.</summary>
public sealed class BaresipPhone : IAsyncDisposable
{
    private const int Rate = 8_000;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan QuitTime = TimeSpan.FromSeconds(3);
    private readonly RunningProcess _process;
    private readonly BaresipControl _control;
    private readonly TempFolder _folder;

    private BaresipPhone(BaresipOptions options, int port, RunningProcess process, BaresipControl control, TempFolder folder)
    {
        Options = options;
        Port = port;
        _process = process;
        _control = control;
        _folder = folder;
    }

    public BaresipOptions Options { get; }

    /// <summary>Its own SIP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts it and, when it has a registrar, returns once that said 200.</summary>
    public static async Task<BaresipPhone> StartAsync(BaresipOptions options)
    {
        var folder = TempFolder.Create($"baresip-{options.User}");

        // It binds the port after its own for TLS as well.
        var port = FreePorts.TakeRun(2);
        var controlPort = FreePorts.Take();
        Directory.CreateDirectory(folder.At("dumps"));
        Tone.WriteWav(folder.At("tone.wav"), options.Tone, options.ToneLength, Rate);
        await File.WriteAllTextAsync(folder.At("config"), BaresipConfiguration.Config(folder, port, controlPort));
        await File.WriteAllTextAsync(folder.At("accounts"), BaresipConfiguration.Account(options));
        await File.WriteAllTextAsync(folder.At("contacts"), string.Empty);
        var process = RunningProcess.Start($"baresip {options.User}", "baresip", ["-f", folder.Path], folder.Path);
        try
        {
            await Listening.TcpAsync("127.0.0.1", controlPort, StartTime);
            var control = await BaresipControl.ConnectAsync(process.Name, controlPort);
            if (options.Registrar is not null)
            {
                await process.WaitForLineAsync("the registrar's answer", line => line.Contains("200 OK", StringComparison.Ordinal), StartTime);
            }

            return new BaresipPhone(options, port, process, control, folder);
        }
        catch (TimeoutException failure)
        {
            var seen = process.Tail();
            await process.DisposeAsync();
            folder.Dispose();
            throw new TimeoutException($"{failure.Message} {seen}");
        }
    }

    /// <summary>Dials a number of its own domain, or a whole SIP URI.</summary>
    public Task DialAsync(string target) => _control.CommandAsync("dial", Uri(target));

    public Task AcceptAsync() => _control.CommandAsync("accept", string.Empty);

    public Task HangUpAsync() => _control.CommandAsync("hangup", string.Empty);

    public Task HoldAsync() => _control.CommandAsync("hold", string.Empty);

    public Task ResumeAsync() => _control.CommandAsync("resume", string.Empty);

    /// <summary>Blind transfer: REFER to the other party.</summary>
    public Task TransferAsync(string target) => _control.CommandAsync("transfer", Uri(target));

    /// <summary>Sends one digit as RFC 4733 events.</summary>
    public Task SendDigitAsync(char digit) => _control.CommandAsync("sndcode", digit.ToString());

    /// <summary>The next event of that type, after the one that the last wait returned.</summary>
    public Task<BaresipEvent> WaitForAsync(string type, TimeSpan timeout) => _control.NextAsync(type, told => told.Type == type, timeout);

    /// <summary>Its events and last lines, for a failure text.</summary>
    public string Seen() => $"{_process.Name}: events {_control.Told()}. {_process.Tail()}";

    /// <summary>All that it heard, in order. Complete once its call has ended: the file is written as the sound is played.</summary>
    public ToneTimeline Heard()
    {
        var sounds = Directory.GetFiles(_folder.At("dumps"), "*-dec.wav").Order(StringComparer.Ordinal).Select(WavFile.Read).ToList();
        return ToneTimeline.Of(sounds.SelectMany(sound => sound.Left).ToArray(), sounds.Count == 0 ? Rate : sounds[0].Rate);
    }

    /// <summary>SIGKILL: the phone that loses its power.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends it in order: it hangs up and takes its registration back, so that the next test does not ring a phone that is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Terminate();
        try
        {
            await _process.WaitForExitAsync(QuitTime);
        }
        catch (TimeoutException)
        {
            // It waits for an answer that does not come (a killed server): the kill below ends it.
        }

        await _process.DisposeAsync();
        await _control.DisposeAsync();
        _folder.Dispose();
    }

    private string Uri(string target) => target.StartsWith("sip:", StringComparison.Ordinal) ? target : $"sip:{target}@{Options.Domain}";
}
