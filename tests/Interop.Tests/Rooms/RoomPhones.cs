using System.Globalization;
using System.Net;
using System.Text.Json;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rooms;

/// <summary>Telephones whose tones tell who hears whom: each has a tone and a port of its own, and speaks to wherever it was told last.</summary>
internal sealed class RoomPhones(StandaloneAddresses addresses) : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    // What was on its way when something changed is heard before the tones that count; so is the tone of who comes.
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(400);
    private static readonly double[] Tones = [440, 700, 1_000, 1_300, 1_600];
    private readonly List<TestPhone> _phones = [];
    private readonly List<RtpPort> _ports = [];
    private readonly List<IPEndPoint> _remotes = [];

    /// <summary>What the telephone of a number has heard.</summary>
    public RtpPort this[int index] => _ports[index];

    /// <summary>What each of so many hears: the tones of all who are heard, and never its own.</summary>
    public static string[] Matrix(int members, int? unheard = null, int? gone = null) =>
        [.. Enumerable.Range(0, members).Select(listener => listener == gone ? "" : string.Join(
            ' ', Enumerable.Range(0, members).Where(other => other != listener && other != unheard && other != gone).Select(other => Tones[other].ToString("0", CultureInfo.InvariantCulture))))];

    /// <summary>Which tones a telephone has heard.</summary>
    public string Heard(int index) => HeardTones.Of(_ports[index].HeardSamples(), Tones);

    /// <summary>A telephone that registers nothing and has no sound.</summary>
    public TestPhone Phone(string number)
    {
        var phone = new TestPhone(number, addresses.SipUdp);
        _phones.Add(phone);
        return phone;
    }

    /// <summary>A port, and with it a tone, for the next telephone.</summary>
    public RtpPort Port()
    {
        var port = new RtpPort();
        _ports.Add(port);
        _remotes.Add(port.Local);
        return port;
    }

    /// <summary>Calls a number and is answered.</summary>
    public async Task<TestCall> DialAsync(string number, string to)
    {
        var call = await Phone(number).InviteAsync(to, SdpText.Audio(Port().Local));
        Assert.Equal(200, call.Response.Status);
        _remotes[^1] = call.RemoteRtp;
        return call;
    }

    /// <summary>Waits for the offer of another port in mid-call, takes it, and speaks there from then on.</summary>
    public async Task MovedAsync(int index, Func<string, TimeSpan, string, Task<SipText>> receive) =>
        _remotes[index] = SdpText.AudioOf((await receive("INVITE", Soon, SdpText.Audio(_ports[index].Local, version: 2))).Body);

    /// <summary>The members of a room, as soon as there are so many.</summary>
    public async Task<JsonElement> MembersAsync(string token, string room, int count) => await Eventually.GetAsync(
        $"{count} in room {room}",
        Soon,
        async () => (await Http.SendAsync(addresses.WebUrl, HttpMethod.Get, $"api/v1/rooms/{room}", token)).Body.GetProperty("members"),
        members => members.GetArrayLength() == count);

    /// <summary>A telephone speaks for a second.</summary>
    public Task TellAsync(int index) => TellAsync(index, Talk);

    /// <summary>A telephone speaks to somebody of whom it knows the port by itself.</summary>
    public void SpeaksTo(int index, IPEndPoint remote) => _remotes[index] = remote;

    /// <summary>All speak at once.</summary>
    /// <returns>What each of them has heard.</returns>
    public async Task<string[]> SpeakAsync(int? gone = null)
    {
        var speaking = Enumerable.Range(0, _ports.Count).Where(index => index != gone).ToList();
        await Task.WhenAll(speaking.Select(index => TellAsync(index, Settles)));
        foreach (var port in _ports)
        {
            port.Forget();
        }

        await Task.WhenAll(speaking.Select(TellAsync));
        return [.. Enumerable.Range(0, _ports.Count).Select(Heard)];
    }

    /// <summary>A telephone's keys are pressed.</summary>
    public async Task PressAsync(int index, string digits)
    {
        foreach (var digit in digits)
        {
            await _ports[index].SendDigitAsync("0123456789*#".IndexOf(digit, StringComparison.Ordinal), _remotes[index]);
            // A key is a key: the next one is pressed when this one has been let go.
            await TellAsync(index, TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        foreach (var port in _ports)
        {
            await port.DisposeAsync();
        }
    }

    private Task TellAsync(int index, TimeSpan time) => _ports[index].SpeakAsync(Tones[index], _remotes[index], time);
}
