using System.Text.RegularExpressions;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Directory;

/// <summary>What may be stored in the directory. Each rule gives null, or the reason that the person who asked can act on.</summary>
internal static partial class DirectoryRules
{
    private const int MaxPassword = 256;
    private const int MaxDocument = 1 << 20;

    public static string? Check(Tenant tenant)
    {
        if (!TenantId().IsMatch(tenant.Id))
        {
            return $"Tenant id '{tenant.Id}' must be 1 to 32 of a-z, 0-9 and '-'.";
        }

        if (tenant.Version == 0 && BlobRoots.Collides(tenant.Id))
        {
            return $"Tenant id '{tenant.Id}' is the name of a folder in which the files of all tenants lie: take another.";
        }

        if (!Realm().IsMatch(tenant.SipRealm))
        {
            return $"SIP realm '{tenant.SipRealm}' must be a domain name in lower case.";
        }

        if (!Country().IsMatch(tenant.Country))
        {
            return $"Country '{tenant.Country}' must be two capital letters (ISO 3166-1).";
        }

        return tenant.Settings.RecordingRetentionDays is < 1 or > 36_500
            ? $"Recording retention is {tenant.Settings.RecordingRetentionDays} days; it must be 1 to 36500."
            : CheckLabel("Tenant name", tenant.Name);
    }

    public static string? Check(DirectoryUser user)
    {
        if (!EntryName().IsMatch(user.Name))
        {
            return $"User name '{user.Name}' must be 1 to 64 of a-z, 0-9, '.', '_' and '-'.";
        }

        if (user.Email.Length > 254 || !Email().IsMatch(user.Email))
        {
            return $"'{user.Email}' is not an e-mail address.";
        }

        if (user.Extension is { } extension && !Extension().IsMatch(extension))
        {
            return $"Extension '{extension}' must be 1 to 16 digits.";
        }

        return (Enum.IsDefined(user.Role) ? CheckLabel("Display name", user.DisplayName) : $"Role '{user.Role}' is unknown.") ?? Check(user.Calls, user.Extension);
    }

    private static string? Check(UserCallSettings calls, string? own)
    {
        foreach (var forward in new[] { calls.ForwardAlways, calls.ForwardBusy, calls.ForwardNoAnswer }.Concat(calls.FollowMe.Select(static step => step.Number)))
        {
            if (forward is not null && !Number().IsMatch(forward))
            {
                return $"'{forward}' is not a number that calls can be forwarded to: an optional '+' and 1 to 20 of 0-9, '*' and '#'.";
            }

            if (forward is not null && forward == own)
            {
                return "Calls cannot be forwarded to the extension that they come from.";
            }
        }

        if (calls.RingSeconds is < 5 or > 120)
        {
            return $"The devices ring {calls.RingSeconds} s; it must be 5 to 120.";
        }

        if (calls.FollowMe.Count > UserCallSettings.MaxFollowMe || calls.FollowMe.Any(static step => step.Seconds is < 5 or > 60))
        {
            return $"At most {UserCallSettings.MaxFollowMe} numbers follow the user, and each rings 5 to 60 s.";
        }

        return calls.Blocked.Count > UserCallSettings.MaxBlocked ? $"At most {UserCallSettings.MaxBlocked} callers can be blocked."
            : calls.Blocked.FirstOrDefault(static entry => !Blocked().IsMatch(entry)) is { } wrong ? $"'{wrong}' is not a caller that can be blocked: an extension, +573001234567 or +5730*."
            : null;
    }

    public static string? CheckPassword(string password) => password.Length is 0 or > MaxPassword || !StoredText.Accepts(password)
        ? $"A password must have 1 to {MaxPassword} characters."
        : null;

    public static string? Check(Line line)
    {
        if (line.Kind == LineKind.Unknown || !Enum.IsDefined(line.Kind))
        {
            return $"Line kind '{line.Kind}' is unknown.";
        }

        if (line.Kind == LineKind.TrunkOut ? !Pattern().IsMatch(line.Number) : !Number().IsMatch(line.Number))
        {
            return line.Kind == LineKind.TrunkOut
                ? $"'{line.Number}' is not a pattern such as '+57*'."
                : $"'{line.Number}' is not a number: an optional '+' and 1 to 20 of 0-9, '*' and '#'.";
        }

        if (NeedsTarget(line.Kind) && !Target().IsMatch(line.Target))
        {
            return $"A line of kind {line.Kind} needs a target, and '{line.Target}' is none.";
        }

        if (line.RingSeconds is < 5 or > 300)
        {
            return $"The line rings {line.RingSeconds} s; it must be 5 to 300.";
        }

        return Enum.IsDefined(line.Recording) ? CheckLabel("Line name", line.Name) : $"Recording policy '{line.Recording}' is unknown.";
    }

    public static string? Check(Trunk trunk)
    {
        if (!EntryName().IsMatch(trunk.Name))
        {
            return $"Trunk name '{trunk.Name}' must be 1 to 64 of a-z, 0-9, '.', '_' and '-'.";
        }

        if (trunk.Peers.Count is > 32 || trunk.AcceptFrom.Count > 256 || trunk.NumberRules.Count > 256)
        {
            return "A trunk has at most 32 peers, 256 accepted addresses and 256 number rules.";
        }

        if (trunk.Register && (trunk.Peers.Count == 0 || trunk.Username.Length == 0))
        {
            return "A trunk that registers needs a peer and a user name.";
        }

        if (trunk.RequireSrtp && trunk.Peers.Any(static peer => peer.Transport != TrunkTransport.Tls))
        {
            return "A trunk that requires SRTP needs TLS to every peer: the keys stand in the signalling.";
        }

        if (trunk.MaxCalls < 0 || trunk.OptionsPingSeconds is not (0 or (>= 5 and <= 3600)))
        {
            return $"Largest number of calls {trunk.MaxCalls} must be 0 or more, and OPTIONS every {trunk.OptionsPingSeconds} s must be 0 or 5 to 3600.";
        }

        if (!Quoted().IsMatch(trunk.Username) || !Quoted().IsMatch(trunk.Realm) || (trunk.CallerId.Length > 0 && !Number().IsMatch(trunk.CallerId)))
        {
            return "User name and realm take no quotes or control characters, at most 200; the caller id is a number.";
        }

        return trunk.Peers.Select(Check).Concat(trunk.AcceptFrom.Select(CheckSource)).Concat(trunk.NumberRules.Select(Check)).FirstOrDefault(reason => reason is not null);
    }

    public static string? Check(Document document)
    {
        if (!TenantId().IsMatch(document.Kind) || !EntryName().IsMatch(document.Name))
        {
            return $"'{document.Name}' must be 1 to 64 of a-z, 0-9, '.', '_' and '-'.";
        }

        return document.Json.Length is 0 or > MaxDocument ? $"A {document.Kind} takes at most {MaxDocument} characters."
            : document.ChangedBy.Length > 64 || !StoredText.Accepts(document.Json, document.ChangedBy) ? $"A {document.Kind} takes no U+0000 and no half characters."
            : null;
    }

    private static string? Check(TrunkPeer peer) =>
        !Host().IsMatch(peer.Host) || peer.Port is < 1 or > 65_535 || !Enum.IsDefined(peer.Transport)
        || peer.Priority is < 0 or > 65_535 || peer.Weight is < 0 or > 65_535
            ? $"Peer {peer.Host}:{peer.Port} needs a host, a port 1 to 65535, and priority and weight 0 to 65535."
            : null;

    private static string? Check(TrunkNumberRule rule) =>
        !Pattern().IsMatch(rule.Pattern) || rule.Strip is < 0 or > 20 || !Prefix().IsMatch(rule.Prefix)
            ? $"Number rule '{rule.Pattern}' needs a pattern such as '+57*', 0 to 20 characters to strip and a prefix of 0-9, '+', '*' and '#'."
            : null;

    private static string? CheckSource(string source) => SourceNetwork.TryCanonical(source, out _)
        ? null
        : $"'{source}' is not an IP address or a network of at least /8 (IPv6 /16).";

    private static string? CheckLabel(string what, string text) => text.Length > 200 || text.Any(char.IsControl) || !StoredText.Accepts(text)
        ? $"{what} takes at most 200 characters and no control characters."
        : null;

    private static bool NeedsTarget(LineKind kind) => kind is LineKind.User or LineKind.TrunkOut or LineKind.Did or LineKind.Queue or LineKind.Menu or LineKind.Conference or LineKind.Fax;

    // \z and not $: $ also matches before a final line feed.
    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TenantId();

    [GeneratedRegex(@"^[a-z0-9._-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex EntryName();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Realm();

    [GeneratedRegex(@"^[A-Z]{2}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Country();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,188}[A-Za-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"^[0-9]{1,16}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Extension();

    [GeneratedRegex(@"^(\+?[0-9]{1,16}|\+[0-9]{0,15}\*)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Blocked();

    [GeneratedRegex(@"^\+?[0-9*#]{1,20}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\+?[0-9]{0,15}\*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[0-9+*#]{0,20}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^[A-Za-z0-9+*#._-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex(@"^[A-Za-z0-9:]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9:])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex(@"^[^\x00-\x1F\x7F""\\\uD800-\uDFFF]{0,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
