using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace RtcCluster.Grains.Google;

/// <summary>
/// What is asked of Google beside comparisons: meetings (Google Meet API v2, spaces.create) and e-mails (Gmail API v1, messages.send), which a user waits for, and availability in Chat.
/// While Google wants to be left alone with one of them it is not asked for that.
/// </summary>
/// <param name="session">Asks as the user.</param>
/// <param name="rules">Where Google is.</param>
/// <param name="time">The clock.</param>
internal sealed class GoogleErrands(GoogleSession session, IOptions<GoogleRules> rules, TimeProvider time)
{
    private const string MeetHost = "meet.google.com";

    // Somebody waits: shorter than between comparisons at first.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // What needs somebody to change a setting, and of which nobody is told who waits.
    private static readonly TimeSpan WhileOff = TimeSpan.FromMinutes(30);
    private readonly Dictionary<string, (int Failures, DateTimeOffset NotBefore, GoogleFault Fault)> _pauses = new(StringComparer.Ordinal);

    /// <summary>Who asks.</summary>
    public GoogleSession Session => session;

    /// <summary>Makes a meeting; gives where it is.</summary>
    /// <exception cref="GoogleException">There is none.</exception>
    public async Task<Uri?> MeetAsync(CancellationToken ct)
    {
        var space = await AskAsync(GoogleParts.Meet, HttpMethod.Post, rules.Value.At(rules.Value.MeetAddress, "v2/spaces"), [], isNow: true, ct);

        // People open it: whatever else stands there is no answer of Google Meet.
        return Uri.TryCreate(space.Text("meetingUri"), UriKind.Absolute, out var link) && link is { Scheme: "https", Host: MeetHost, IsDefaultPort: true, UserInfo: "" }
            ? link
            : throw new GoogleException(GoogleFault.Away, "It gave no meeting.");
    }

    /// <summary>Sends a letter.</summary>
    /// <param name="letter">The letter (RFC 5322), in base64url.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="GoogleException">It was not sent, or nobody knows.</exception>
    public async Task<Uri?> MailAsync(string letter, CancellationToken ct)
    {
        await AskAsync(GoogleParts.Gmail, HttpMethod.Post, rules.Value.At(rules.Value.GmailAddress, "gmail/v1/users/me/messages/send"), new JsonObject { ["raw"] = letter }, isNow: true, ct);
        return null;
    }

    /// <summary>How the user is in Google Chat (Chat API v1, users.availability.get), or after what is done about it.</summary>
    /// <param name="act">What to do: empty for nothing, else <c>:markAsDoNotDisturb</c> or <c>:markAsActive</c>.</param>
    /// <param name="lasts">For how long it is so.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="GoogleException">Nobody knows.</exception>
    public async Task<ChatAvailability> AvailabilityAsync(string act, TimeSpan lasts, CancellationToken ct)
    {
        var address = rules.Value.At(rules.Value.ChatAddress, $"v1/users/me/availability{act}");
        var answer = act.Length == 0
            ? await AskAsync(GoogleParts.Chat, HttpMethod.Get, address, null, isNow: false, ct)
            : await AskAsync(GoogleParts.Chat, HttpMethod.Post, address, new JsonObject { ["ttl"] = string.Create(CultureInfo.InvariantCulture, $"{(long)lasts.TotalSeconds}s") }, isNow: false, ct);
        return new ChatAvailability(
            answer.Text("state") == "DO_NOT_DISTURB", answer["doNotDisturbMetadata"].Time("expirationTime"));
    }

    /// <summary>For how long a part is still to be left alone; null for not at all.</summary>
    public TimeSpan? PauseOf(string part) => _pauses.GetValueOrDefault(part).NotBefore - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;

    /// <summary>Somebody asks who has perhaps mended what was wrong with a part: it is tried again, unless Google is away or has had enough.</summary>
    public void Retry(string part)
    {
        if (_pauses.GetValueOrDefault(part).Fault is not (GoogleFault.Throttled or GoogleFault.Away))
        {
            _pauses.Remove(part);
        }
    }

    private async Task<JsonObject> AskAsync(string part, HttpMethod method, Uri address, JsonObject? body, bool isNow, CancellationToken ct)
    {
        var (failures, _, fault) = _pauses.GetValueOrDefault(part);
        if (PauseOf(part) is { } left)
        {
            throw new GoogleException(fault, "It is left alone.", left);
        }

        try
        {
            var answer = await session.AskAsync(part, method, address, body, isNow, ct);
            _pauses.Remove(part);
            return answer;
        }
        catch (GoogleException e) when (e.Fault is GoogleFault.Throttled or GoogleFault.Away)
        {
            var pause = TimeSpan.FromTicks(Math.Clamp(Math.Max(e.RetryAfter?.Ticks ?? 0, Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(failures, 10))), 0, TimeSpan.TicksPerDay));
            _pauses[part] = (failures + 1, time.GetUtcNow() + pause, e.Fault);
            throw new GoogleException(e.Fault, e.Message, pause);
        }
        catch (GoogleException e) when (!isNow && e.Fault is (GoogleFault.Disabled or GoogleFault.Refused or GoogleFault.Missing or GoogleFault.Unheard or GoogleFault.Scope))
        {
            _pauses[part] = (0, time.GetUtcNow() + WhileOff, e.Fault);
            throw;
        }
    }
}

/// <summary>How a user is in Google Chat.</summary>
/// <param name="IsBusy">Whether they are not to be disturbed.</param>
/// <param name="Until">Until when; null when Google does not say.</param>
internal sealed record ChatAvailability(bool IsBusy, DateTimeOffset? Until);
