using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>An agent with a registered telephone, who takes every call and hangs up when the talk is over.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(200);

    // By then another agent who was faster would have been told of it.
    private static readonly TimeSpan Certain = TimeSpan.FromMilliseconds(300);

    // Nobody has come to the telephone whose number the server calls.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Account _account;
    private readonly TimeSpan _talk;
    private readonly Func<string, Person?> _find;
    private readonly SipEndpoint _phone;

    /// <summary>Opens the telephone.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="server">Where the server takes SIP.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="password">The account's password.</param>
    /// <param name="talk">How long a talk lasts.</param>
    /// <param name="find">Who has a number.</param>
    public Desk(IPAddress address, IPEndPoint server, Account account, string password, TimeSpan talk, Func<string, Person?> find)
    {
        (_account, _talk, _find) = (account, talk, find);
        _phone = new SipEndpoint(address, server, new PhoneAccount(account.Extension, password, server), call => _ = ServeAsync(call));
    }

    /// <summary>Registers.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task RegisterAsync()
    {
        if (await _phone.RegisterAsync(_account.Extension) is var code and not 200)
        {
            throw new InvalidOperationException($"The telephone of {_account.Name} was not registered: {code}.");
        }
    }

    /// <summary>The server has died.</summary>
    public void CutAll() => _phone.CutAll();

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private async Task ServeAsync(SipCall call)
    {
        var visit = _find(call.From)?.Visit;
        if (_find(call.From) is not { } person || visit is null)
        {
            call.HangUp();
            return;
        }

        visit.OfferedAt ??= PhoneClock.Now;
        call.Ring();
        await Task.WhenAny(call.Ended, Task.Delay(Reaction));
        call.Answer();
        if (await call.Up && await LastsAsync(call, Task.Delay(Certain)))
        {
            visit.TakenAt ??= PhoneClock.Now;
            await TalkAsync(call, person, visit);
        }

        call.HangUp();
    }

    // On the line the two talk already; whom the server calls back must come to the telephone first.
    private async Task TalkAsync(SipCall call, Person person, Visit visit)
    {
        var back = person.AnswersBack;
        if (person.OnTheLine is not null && !back.IsCompleted)
        {
            visit.Talked = true;
            if (await Task.WhenAny(call.Ended, back, Task.Delay(_talk)) != back)
            {
                return;
            }
        }
        else if (await Task.WhenAny(call.Ended, back, Task.Delay(Patience)) != back)
        {
            return;
        }

        await LastsAsync(call, Task.Delay(_talk));
    }

    private static async Task<bool> LastsAsync(SipCall call, Task time) => await Task.WhenAny(call.Ended, time) == time;
}
