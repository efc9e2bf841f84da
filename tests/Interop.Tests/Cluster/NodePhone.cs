using System.Globalization;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Cluster;

/// <summary>JsSIP or SIP.js as npm has it, run by Node: signalling only, as Node has no media.</summary>
public sealed class NodePhone : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private readonly RunningProcess _process;
    private int _heard;

    private NodePhone(RunningProcess process) => _process = process;

    /// <summary>Starts it and connects.</summary>
    /// <param name="library">jssip or sipjs.</param>
    /// <param name="web">The web address of the edge.</param>
    /// <param name="number">The account.</param>
    /// <param name="password">Its password.</param>
    public static async Task<NodePhone> ConnectAsync(string library, Uri web, string number, string password = "demo")
    {
        var folder = Repository.At("tests", "Interop.Tests", "WebSocketPhones");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"{folder} has no node_modules: ./test installs them, or npm ci in there.");
        var server = new UriBuilder(web) { Scheme = "ws", Path = "/sip" }.Uri;
        var phone = new NodePhone(RunningProcess.Start(library, "node", [$"{library}.js", server.ToString(), number, password], folder));
        try
        {
            await phone.DoAsync("connect", "connected");
            return phone;
        }
        catch
        {
            await phone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a command.</summary>
    public Task DoAsync(string command) => _process.WriteLineAsync(command);

    /// <summary>Gives a command and waits until the telephone tells something that begins so.</summary>
    public async Task<string> DoAsync(string command, string tells)
    {
        await DoAsync(command);
        return await HearAsync(tells);
    }

    /// <summary>Waits until the telephone tells something new that begins so, and gives it.</summary>
    public async Task<string> HearAsync(string tells, TimeSpan? time = null)
    {
        var line = await _process.WaitForLineAsync($"\"{tells}\" after line {_heard}", text => Read(text) is { Words: { } words, Number: var number } && number > _heard && words.StartsWith(tells, StringComparison.Ordinal), time ?? Soon);
        (_heard, var heard) = Read(line);
        return heard;
    }

    /// <summary>Ends the process without a word to the edge.</summary>
    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static (int Number, string Words) Read(string line) =>
        line.Split(' ', 2) is [var number, var words] && int.TryParse(number, CultureInfo.InvariantCulture, out var told) ? (told, words) : default;
}
