using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Ice;

/// <summary>The ICE attributes of one media section. RFC 8839 §5, RFC 8840 §8.</summary>
public sealed class IceDescription
{
    /// <summary>Most candidates that are kept. A laptop with all its interfaces, servers and relays has about 20.</summary>
    public const int MaxCandidates = 64;

    private const int MaxOptions = 16;

    private readonly List<IceCandidate> _candidates = [];
    private readonly List<string> _options = [];
    private readonly int[] _ignored = new int[(int)IceCandidateStatus.TooMany + 1];

    /// <summary>A description of ours, without candidates.</summary>
    public IceDescription(IceCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Credentials = credentials;
    }

    /// <summary>Fragment and password.</summary>
    public IceCredentials Credentials { get; }

    /// <summary>Whether the agent is lite (<c>a=ice-lite</c>, session level).</summary>
    public bool IsLite { get; init; }

    /// <summary>Whether no candidate will follow (<c>a=end-of-candidates</c>).</summary>
    public bool IsComplete { get; set; }

    /// <summary>The words of <c>a=ice-options</c>.</summary>
    public IReadOnlyList<string> Options => _options;

    /// <summary>The candidates in their order.</summary>
    public IReadOnlyList<IceCandidate> Candidates => _candidates;

    /// <summary>How many candidates were left out for a reason.</summary>
    public int Ignored(IceCandidateStatus reason) => _ignored[(int)reason];

    /// <summary>Reads the attributes of a section; what it does not say itself the session says for it.</summary>
    public static IceDescriptionStatus TryRead(IEnumerable<SdpAttribute> session, IEnumerable<SdpAttribute> media, out IceDescription? description)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(media);
        description = null;
        string? ufrag = null, password = null;
        foreach (var attribute in media.Concat(session))
        {
            switch (attribute.Name)
            {
                case "ice-ufrag":
                    ufrag ??= attribute.Value;
                    break;
                case "ice-pwd":
                    password ??= attribute.Value;
                    break;
            }
        }

        if (ufrag is null && password is null)
        {
            return IceDescriptionStatus.Absent;
        }

        if (!IceCredentials.TryMake(ufrag, password, out var credentials))
        {
            return IceDescriptionStatus.BadCredentials;
        }

        var result = new IceDescription(credentials!) { IsLite = session.Any(static attribute => attribute.Name == "ice-lite") };
        foreach (var attribute in session.Concat(media))
        {
            result.Take(attribute);
        }

        description = result;
        return IceDescriptionStatus.Ok;
    }

    /// <summary>Adds a candidate of ours, or one that a trickling peer sent later.</summary>
    public IceCandidateStatus Add(IceCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (_candidates.Count == MaxCandidates)
        {
            return Ignore(IceCandidateStatus.TooMany);
        }

        _candidates.Add(candidate);
        return IceCandidateStatus.Ok;
    }

    /// <summary>Adds a candidate as text, as a trickling peer sends it.</summary>
    public IceCandidateStatus Add(ReadOnlySpan<char> value)
    {
        // Beyond the bound nothing is parsed: the peer decides how many there are.
        if (_candidates.Count == MaxCandidates)
        {
            return Ignore(IceCandidateStatus.TooMany);
        }

        var status = IceCandidate.TryParse(value, out var candidate);
        return status == IceCandidateStatus.Ok ? Add(candidate!) : Ignore(status);
    }

    /// <summary>Writes the attributes to their places, at session and at media level.</summary>
    public void Write(ICollection<SdpAttribute> session, ICollection<SdpAttribute> media)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(media);
        if (IsLite)
        {
            session.Add(new SdpAttribute("ice-lite"));
        }

        media.Add(new SdpAttribute("ice-ufrag", Credentials.Ufrag));
        media.Add(new SdpAttribute("ice-pwd", Credentials.Password));
        if (_options.Count > 0)
        {
            media.Add(new SdpAttribute("ice-options", string.Join(' ', _options)));
        }

        foreach (var candidate in _candidates)
        {
            media.Add(new SdpAttribute("candidate", candidate.ToString()));
        }

        if (IsComplete)
        {
            media.Add(new SdpAttribute("end-of-candidates"));
        }
    }

    private void Take(SdpAttribute attribute)
    {
        switch (attribute.Name)
        {
            case "candidate":
                Add(attribute.Value.AsSpan());
                break;
            case "end-of-candidates":
                IsComplete = true;
                break;
            case "ice-options" when attribute.Value is { } words:
                var free = MaxOptions - _options.Count;
                _options.AddRange(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(_options).Take(free));
                break;
        }
    }

    private IceCandidateStatus Ignore(IceCandidateStatus reason)
    {
        _ignored[(int)reason]++;
        return reason;
    }
}
