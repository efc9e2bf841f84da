using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>A telephone that is called, and does what the call's plan says.</summary>
internal sealed class LedgerPhone : IAsyncDisposable
{
    private readonly Account _account;
    private readonly Func<string, Attempt?> _find;
    private readonly SipEndpoint _phone;
    private SipCall? _ringing;

    /// <summary>Opens it.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="password">The account's password.</param>
    /// <param name="edges">The edges of the cluster.</param>
    /// <param name="find">The attempt of a caller's number.</param>
    public LedgerPhone(IPAddress address, Account account, string password, IReadOnlyCollection<ClusterNode> edges, Func<string, Attempt?> find)
    {
        (_account, _find) = (account, find);
        var places = edges.Select(static edge => edge.Sip!).ToList();
        _phone = new SipEndpoint(address, places[0], new EdgeCredentials(account.Extension, password, places), call => _ = ServeAsync(call));
    }

    /// <summary>Whose it is.</summary>
    public string User => _account.Name;

    /// <summary>Its number.</summary>
    public string Extension => _account.Extension;

    /// <summary>Name of the edge that it is registered with.</summary>
    public string Edge { get; private set; } = "";

    /// <summary>The attempt that has it for itself; null when none has.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>Calls that nobody of ours has made.</summary>
    public int Strangers { get; private set; }

    /// <summary>Registers with an edge.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task RegisterAsync(ClusterNode edge)
    {
        _phone.Server = edge.Sip!;
        if (await _phone.RegisterAsync(Extension) is var code and not 200)
        {
            throw new InvalidOperationException($"The telephone of {User} was not registered at {edge.Name}: {code}.");
        }

        Edge = edge.Name;
    }

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private async Task ServeAsync(SipCall call)
    {
        if (_find(call.From) is not { } attempt)
        {
            Strangers++;
            call.Reject(480);
            return;
        }

        // Rung anew from another edge: the one before has died and says no more.
        if (_ringing is { } before && !before.Up.IsCompleted)
        {
            _phone.Cut(one => one == before);
        }

        _ringing = call;
        call.Ring();
        attempt.Rings();
        switch (attempt.Plan.Kind)
        {
            case CallKind.Busy:
                call.Reject(486);
                return;
            case CallKind.Cancelled or CallKind.NoAnswer:
                return;
        }

        if (await Task.WhenAny(call.Ended, Task.Delay(attempt.Plan.Rings)) != call.Ended)
        {
            await AnswerAsync(call, attempt);
        }
    }

    private async Task AnswerAsync(SipCall call, Attempt attempt)
    {
        if (attempt.Target == this)
        {
            call.Answer();
            if (await call.Up)
            {
                attempt.IsReached(call);
            }

            return;
        }

        attempt.Answers(User);
        call.Answer();
        if (await call.Up)
        {
            attempt.IsTaken(call);
        }
    }
}
