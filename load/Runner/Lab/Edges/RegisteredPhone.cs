using System.Net.Sockets;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Ledgers;
using RtcCluster.Load.Runner.Lab.Networks;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>
/// A telephone that stays registered as telephones do: one over TCP connects to the next edge when its connection is lost, one behind a router registers often and turns to the next edge when there is no
/// answer. What it does about its call is to answer what it is offered in its dialog.
/// </summary>
internal sealed class RegisteredPhone : IAsyncDisposable
{
    // Telephones give up on a registrar sooner than after the 32 s of RFC 3261.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly PhonePlace _place;
    private readonly Account _account;
    private readonly TcpWire? _wire;
    private readonly CancellationTokenSource _closing = new();
    private readonly Random _dice;
    private Task _staying = Task.CompletedTask;
    private int _edge;

    /// <param name="number">Its number in the run.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="password">Of the account.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="thread">Who speaks and hears for it.</param>
    /// <param name="rung">What is done about a call that comes in; returns soon.</param>
    public RegisteredPhone(int number, Account account, string password, PhonePlace place, VoiceThread thread, Action<SipCall> rung)
    {
        (_place, _account, _dice) = (place, account, new Random(place.Seed + number));
        (Sip, End, _wire) = NetworkNamespace.In(place.Namespace, () =>
        {
            var wire = place.IsConnected ? new TcpWire(place.Address, place.Edges[0]) : null;
            var sip = new SipEndpoint(place.Address, place.Edges[0], new EdgeCredentials(account.Extension, password, [.. place.Edges]), rung, wire);
            return (sip, new TelephoneEnd(thread, number, place.Address, new VoiceTotals()), wire);
        });
    }

    /// <summary>Its signalling.</summary>
    public SipEndpoint Sip { get; }

    /// <summary>Its sound.</summary>
    public TelephoneEnd End { get; }

    /// <summary>Its number.</summary>
    public string Extension => _account.Extension;

    /// <summary>Registers, and stays registered where telephones of its place do.</summary>
    public async Task RegisterAsync(CancellationToken patience)
    {
        if (await Sip.RegisterAsync(Extension).WaitAsync(patience) is var code and not 200)
        {
            throw new CallFailedException($"the telephone was not registered: {code}");
        }

        _staying = _wire is not null ? StayConnectedAsync(_wire) : _place.Refresh is { } every ? RefreshAsync(every) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _staying;
        await Sip.DisposeAsync();
        _closing.Dispose();
    }

    private async Task StayConnectedAsync(TcpWire wire)
    {
        try
        {
            while (true)
            {
                await wire.Lost.WaitAsync(_closing.Token);
                Turn();
                try
                {
                    await wire.ConnectAsync(Sip.Server, _closing.Token);
                    await TryRegisterAsync();
                }
                catch (SocketException)
                {
                    await Task.Delay(Again, _closing.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Taken away.
        }
    }

    private async Task RefreshAsync(TimeSpan every)
    {
        try
        {
            // They are not all at it at the same time.
            await Task.Delay(every * _dice.NextDouble(), _closing.Token);
            while (true)
            {
                while (!await TryRegisterAsync())
                {
                    Turn();
                    await Task.Delay(Again, _closing.Token);
                }

                await Task.Delay(every, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Taken away.
        }
    }

    private void Turn() => Sip.Server = _place.Edges[++_edge % _place.Edges.Count];

    private async Task<bool> TryRegisterAsync()
    {
        try
        {
            return await Sip.RegisterAsync(Extension).WaitAsync(AnswerTime, _closing.Token) == 200;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
