using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Compares how a user is here and in Google Chat, beside the turns: nobody waits for it. What is compared is in <see cref="ChatPresence"/>.</summary>
/// <param name="person">The user.</param>
/// <param name="desk">Asks Google.</param>
/// <param name="engagements">Told how the user is there.</param>
/// <param name="rules">How often Chat is looked at.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what interrupted it.</param>
/// <param name="stop">Ends it.</param>
internal sealed class ChatRounds(
    IUserGrain person, GoogleDesk desk, GoogleEngagements engagements, IOptions<GoogleRules> rules, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private ChatPresence _chat = new(rules, time);
    private Task _round = Task.CompletedTask;
    private bool _isAskedAgain;

    /// <summary>The user is seen so; Chat is told where that changes something there.</summary>
    public void Changed(PresenceStatus status)
    {
        if (_chat.Is(status))
        {
            RunAsync().Ignore();
        }
    }

    /// <summary>Compares, once at a time; whoever asks meanwhile has it done once more.</summary>
    public Task RunAsync()
    {
        if (!_round.IsCompleted)
        {
            _isAskedAgain = true;
            return _round;
        }

        return _round = RoundsAsync();
    }

    /// <summary>Takes back in Chat what was told there of the user, while the account's token is good for it.</summary>
    /// <param name="account">The account that goes.</param>
    public async Task LeaveAsync(GoogleAccount account)
    {
        var chat = _chat;
        _chat = new ChatPresence(rules, time);
        if (chat.IsMarked && await chat.LeaveAsync(desk.Last(account), stop) is { } why)
        {
            GoogleLog.NotLeft(logger, Pii.Text(why));
        }
    }

    private async Task RoundsAsync()
    {
        do
        {
            _isAskedAgain = false;
            await RoundAsync();
        }
        while (_isAskedAgain);
    }

    private async Task RoundAsync()
    {
        if (desk.IsPaused(GoogleParts.Chat))
        {
            // Presence changes more often than a setting of Google's.
            return;
        }

        var before = engagements.ByChat;
        try
        {
            var answer = await desk.DoAsync(GoogleParts.Chat, async (errands, ct) =>
            {
                var chat = _chat;
                chat.Is(await person.TellGoogle(true));
                engagements.ByChat = await chat.TurnAsync(errands, ct);
                return null;
            });
            if (answer.Reason is "unconnected" or "revoked" or "scope")
            {
                engagements.ByChat = null;
                await person.TellGoogle(false);
            }

            if (engagements.ByChat != before)
            {
                await engagements.TellAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next activation goes on.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GoogleLog.Interrupted(logger, e);
        }
    }
}
