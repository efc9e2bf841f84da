using System.Collections.Concurrent;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Tones;

namespace RtcCluster.Edge.Media;

/// <summary>
/// The media of one conference at its anchor: legs of many calls in one mix. Each member is opened, answered and closed with the commands of its own call, and
/// what happens to it is reported to its own call. Lives in one shard.
/// </summary>
/// <remarks>A conference is a call's media of its own, in which a member has the number of its place and not that of its leg.</remarks>
internal sealed class MediaConference
{
    private readonly Dictionary<ConferenceMember, LegId> _places = [];
    private readonly Dictionary<LegId, (ConferenceMember Member, Action<LegEvent> Report)> _members = [];
    private readonly ConcurrentDictionary<RecordingId, (ConferenceMember Member, Action<LegEvent> Report)> _recordings = [];
    private readonly MediaCall _media;
    private int _nextPlace = 1;

    /// <summary>Makes a conference without members.</summary>
    public MediaConference(MediaShard shard, MediaResources resources) => _media = new MediaCall(shard, resources, Report);

    /// <summary>Members that hear and are heard; a member whose leg is open but who has not joined is none of them.</summary>
    public int Members => _media.Mix.Members;

    /// <summary>Whether nobody has a port in it.</summary>
    public bool IsEmpty => _members.Count == 0 && _recordings.IsEmpty;

    /// <summary>The member who speaks; null while nobody does.</summary>
    public ConferenceMember? Speaker => _media.Mix.Speaker is { } place && _members.TryGetValue(place, out var found) ? found.Member : null;

    /// <summary>Gives a member its ports. It hears nobody until it joins: there may be a PIN to ask for.</summary>
    /// <param name="call">The member's call.</param>
    /// <param name="command">The command of its call.</param>
    /// <param name="signallingSource">Where the leg's signalling comes from; default when that is not known here.</param>
    /// <param name="report">Takes what happens to the member.</param>
    public void Open(CallId call, OpenMedia command, MediaEndpoint signallingSource, Action<LegEvent> report)
    {
        var member = new ConferenceMember(call, command.Leg);
        if (_places.ContainsKey(member))
        {
            return;
        }

        var place = new LegId(_nextPlace++);
        _places.Add(member, place);
        _members.Add(place, (member, report));

        // What is mixed has to be decoded, and what can be decoded can be recorded.
        _media.Open(command with { Leg = place, CodecsFrom = null, Recorded = true }, signallingSource);
        if (!_media.Has(place))
        {
            Forget(member, place);
        }
    }

    /// <summary>Takes a member's answer to our offer.</summary>
    public void Accept(CallId call, AcceptMedia command)
    {
        if (Place(call, command.Leg) is { } place)
        {
            _media.Accept(command with { Leg = place });
        }
    }

    /// <summary>Answers a member's new offer, or makes one of ours.</summary>
    public void Reoffer(CallId call, ReofferMedia command)
    {
        if (Place(call, command.Leg) is { } place)
        {
            _media.Reoffer(command with { Leg = place });
        }
    }

    /// <summary>The offer of ours that the member refused is forgotten.</summary>
    public void Abandon(CallId call, LegId leg)
    {
        if (Place(call, leg) is { } place)
        {
            _media.Abandon(place);
        }
    }

    /// <summary>What the member is told now; null when there is nothing.</summary>
    public string? Describe(CallId call, LegId leg) => Place(call, leg) is { } place ? _media.Describe(place) : null;

    /// <summary>The member hears a source, and neither hears the others nor is heard: before it joins, or on hold.</summary>
    public void Play(CallId call, PlayMedia command)
    {
        if (Place(call, command.Leg) is { } place)
        {
            _media.Play(command with { Leg = place });
        }
    }

    /// <summary>The member hears a prompt, and neither hears the others nor is heard: its PIN is asked for.</summary>
    public void Play(CallId call, PlayPrompt command)
    {
        if (Place(call, command.Leg) is { } place)
        {
            _media.Prompts.Play(command with { Leg = place });
        }
    }

    /// <summary>Sends digits to a member.</summary>
    public void SendDigits(CallId call, SendDigits command)
    {
        if (Place(call, command.Leg) is { } place)
        {
            _media.SendDigits(command with { Leg = place });
        }
    }

    /// <summary>The member hears the others and is heard; the others hear a tone, unless it comes unnoticed.</summary>
    public void Join(ConferenceMember member, bool isAnnounced = true)
    {
        if (_places.TryGetValue(member, out var place) && !_media.Mix.Has(place))
        {
            _media.Join(new MixMedia(place, Hears: null));
            if (isAnnounced)
            {
                _media.Mix.Announce(ConferenceTone.Entry(), place);
            }
        }
    }

    /// <summary>Frees the member's ports; the others hear a tone, unless it leaves unnoticed.</summary>
    public void Close(ConferenceMember member, bool isAnnounced = true)
    {
        if (_places.TryGetValue(member, out var place))
        {
            var wasIn = _media.Mix.Has(place);
            _media.Close(place);
            Forget(member, place);
            if (wasIn && isAnnounced)
            {
                _media.Mix.Announce(ConferenceTone.Exit());
            }
        }
    }

    /// <summary>Nobody hears a muted member.</summary>
    public void SetMuted(ConferenceMember member, bool isMuted)
    {
        if (_places.TryGetValue(member, out var place))
        {
            _media.Mix.SetMuted(place, isMuted);
        }
    }

    /// <summary>How loud a member is for the others: 1 as it is, from 0 to 4.</summary>
    public void SetGain(ConferenceMember member, double gain)
    {
        if (_places.TryGetValue(member, out var place))
        {
            _media.Mix.SetGain(place, gain);
        }
    }

    /// <summary>Whom a member hears.</summary>
    public void SetHears(ConferenceMember listener, IEnumerable<ConferenceMember> speakers)
    {
        if (_places.TryGetValue(listener, out var place))
        {
            _media.Mix.SetHears(place, speakers.Where(_places.ContainsKey).Select(speaker => _places[speaker]));
        }
    }

    /// <summary>A call of two with a supervisor.</summary>
    public void Supervise(ConferenceMember customer, ConferenceMember agent, ConferenceMember supervisor, SupervisionMode mode)
    {
        if (_places.TryGetValue(customer, out var first) && _places.TryGetValue(agent, out var second) && _places.TryGetValue(supervisor, out var third))
        {
            _media.Mix.Supervise(first, second, third, mode);
        }
    }

    /// <summary>Begins to record the sum of all members; <see cref="RecordingClosed"/> and troubles are reported to the member that the command names.</summary>
    public void StartRecording(CallId call, StartRecording command)
    {
        if (Place(call, command.Leg) is { } place && _recordings.TryAdd(command.Recording, _members[place]))
        {
            _media.Tape.Start(call, command with { Leg = place, Right = null }, isMix: true);
        }
    }

    /// <summary>Ends the recording.</summary>
    public void StopRecording(RecordingId? recording) => _media.Tape.Stop(recording);

    /// <summary>Frees everything.</summary>
    public void CloseAll()
    {
        _media.CloseAll();
        _places.Clear();
        _members.Clear();
    }

    private LegId? Place(CallId call, LegId leg) => _places.TryGetValue(new ConferenceMember(call, leg), out var place) ? place : null;

    private void Forget(ConferenceMember member, LegId place)
    {
        _places.Remove(member);
        _members.Remove(place);
    }

    private void Report(LegEvent happened)
    {
        // A recording may be stored whole when the member who asked for it has long gone, and says so on a thread of its own.
        switch (happened)
        {
            case RecordingClosed closed when _recordings.TryRemove(closed.Recording, out var ended):
                ended.Report(closed with { Leg = ended.Member.Leg });
                return;
            case RecordingTroubled troubled when _recordings.TryGetValue(troubled.Recording, out var ongoing):
                ongoing.Report(troubled with { Leg = ongoing.Member.Leg });
                return;
            default:
                break;
        }

        if (_members.TryGetValue(happened.Leg, out var found))
        {
            found.Report(happened with { Leg = found.Member.Leg });
        }
    }
}
