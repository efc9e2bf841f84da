using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Users;

/// <summary>The registrar's rules for one user. RFC 3261 §10.3; pure.</summary>
internal static class Registrations
{
    // More devices than a person has; a script that registers random contacts stops here.
    private const int MaxBindings = 16;

    /// <summary>Applies a REGISTER: all of its contacts or none.</summary>
    /// <param name="bindings">The bindings as they are.</param>
    /// <param name="request">The request, authenticated.</param>
    /// <param name="publicSipAddress">The host that phones reach the request's edge by.</param>
    /// <param name="now">The time.</param>
    public static RegistrationOutcome Apply(IReadOnlyList<Binding> bindings, RegisterRequest request, string publicSipAddress, DateTimeOffset now)
    {
        var live = bindings.Where(binding => binding.ExpiresAt > now).ToList();
        if (request.RemoveAll)
        {
            return live.Exists(binding => IsOlder(request, binding)) ? Refused(OutOfOrder) : new RegistrationOutcome([], live.Count > 0, null);
        }

        var changed = false;
        foreach (var contact in request.Contacts)
        {
            var index = live.FindIndex(binding => binding.IsSameAs(contact.Uri, contact.InstanceId, contact.RegId));
            var before = index < 0 ? null : live[index];
            if (before is not null && IsOlder(request, before))
            {
                return Refused(OutOfOrder);
            }

            if (contact.ExpiresSeconds <= 0)
            {
                if (index >= 0)
                {
                    live.RemoveAt(index);
                    changed = true;
                }

                continue;
            }

            var binding = Make(request, contact, publicSipAddress, before, now);
            if (before is null)
            {
                live.Add(binding);
                changed = true;
            }
            else
            {
                live[index] = binding;
                changed |= !binding.SaysTheSameAs(before);
            }
        }

        return live.Count > MaxBindings ? Refused(TooMany) : new RegistrationOutcome(live, changed, null);
    }

    /// <summary>Drops what came by a connection that is closed.</summary>
    public static List<Binding> WithoutFlow(IReadOnlyList<Binding> bindings, EdgeId edge, long flow) =>
        [.. bindings.Where(binding => !(binding.IsConnected && binding.Edge == edge && binding.Flow == flow))];

    /// <summary>
    /// The edge that reaches a device now; null when none does. One that is drained reaches only whom no other can, and one that stops nobody. DESIGN, "Registration".
    /// </summary>
    public static EdgeInfo? Reach(Binding binding, ImmutableArray<EdgeInfo> edges)
    {
        if (binding.IsConnected)
        {
            return edges.FirstOrDefault(edge => edge.Edge == binding.Edge && !edge.Stopping);
        }

        var latest = edges.Where(edge => !edge.Leaving).OrderByDescending(edge => edge.StartedAt).ToList();
        return latest.Find(edge => edge.Name == binding.EdgeName)
            ?? latest.Find(edge => binding.PublicSipAddress.Length > 0 && edge.PublicSipAddress == binding.PublicSipAddress)
            ?? (binding.BehindNat ? edges.FirstOrDefault(edge => edge.Edge == binding.Edge && !edge.Stopping) : latest.FirstOrDefault());
    }

    /// <summary>The devices that can be rung, most preferred first. Where SRTP is required, a telephone that would get its keys for all to read cannot be.</summary>
    public static ImmutableArray<DialTarget> Targets(
        IReadOnlyList<Binding> bindings, ImmutableArray<EdgeInfo> edges, UserId user, DateTimeOffset now, bool requireSrtp = false) =>
    [
        .. bindings.Where(binding => binding.ExpiresAt > now && !(requireSrtp && binding.Transport is ("udp" or "tcp")))
            .OrderByDescending(binding => binding.Q)
            .Select(binding => (binding, edge: Reach(binding, edges)))
            .Where(reach => reach.edge is not null)
            .Select(reach => new DialTarget
            {
                Uri = reach.binding.Uri,
                Edge = reach.edge!.Edge,
                Route = reach.binding.Path,
                Transport = reach.binding.Transport,
                Address = reach.binding.Source,
                Flow = reach.edge.Edge == reach.binding.Edge ? reach.binding.Flow : 0,
                User = user,
                RequireSrtp = requireSrtp,
            }),
    ];

    /// <summary>Why no device can be rung: there is none, or those that would ring it take nothing new.</summary>
    public static CallFailure WhyNone(IReadOnlyList<Binding> bindings, ImmutableArray<EdgeInfo> edges, UserId user, DateTimeOffset now, bool requireSrtp) =>
        Targets(bindings, [.. edges.Select(static edge => edge with { Leaving = false, Stopping = false })], user, now, requireSrtp).IsEmpty ? UserFailures.NotRegistered : UserFailures.EdgeLeaves;

    /// <summary>The bindings as the 200 names them.</summary>
    public static ImmutableArray<ContactBinding> Receipt(IReadOnlyList<Binding> bindings, DateTimeOffset now) =>
    [
        .. bindings.Where(binding => binding.ExpiresAt > now).Select(binding => new ContactBinding(
            binding.Uri, (int)Math.Ceiling((binding.ExpiresAt - now).TotalSeconds), binding.Q, binding.InstanceId, binding.RegId)),
    ];

    private static CallFailure OutOfOrder { get; } = new(400, "A newer registration of this device was taken before.");

    private static CallFailure TooMany { get; } = new(403, $"A user may register {MaxBindings} devices at most.", null, CallResult.Refused);

    // §10.3 step 7: the same Call-ID with a CSeq that is not higher is a request that was overtaken.
    private static bool IsOlder(RegisterRequest request, Binding binding) => binding.SignallingId == request.SignallingId && request.CSeq <= binding.CSeq;

    private static RegistrationOutcome Refused(CallFailure failure) => new([], false, failure);

    private static Binding Make(RegisterRequest request, ContactRequest contact, string publicSipAddress, Binding? before, DateTimeOffset now) => new()
    {
        Uri = contact.Uri,
        SignallingId = request.SignallingId,
        CSeq = request.CSeq,
        Path = request.Path.IsDefault ? [] : request.Path,
        Transport = request.Transport,
        Source = request.Source,
        Flow = request.Flow,
        Edge = request.Edge,
        EdgeName = request.EdgeName,
        PublicSipAddress = publicSipAddress,
        UserAgent = request.UserAgent,
        Q = contact.Q,
        InstanceId = contact.InstanceId,
        RegId = contact.RegId,
        BehindNat = contact.BehindNat,
        RegisteredAt = before?.RegisteredAt ?? request.At,
        ExpiresAt = now + TimeSpan.FromSeconds(contact.ExpiresSeconds),
    };
}

/// <summary>What a REGISTER makes of the bindings.</summary>
/// <param name="Bindings">The bindings as they are to be; meaningless when it was refused.</param>
/// <param name="Changed">True when more than the time of a binding changed.</param>
/// <param name="Refusal">Why nothing was changed.</param>
internal sealed record RegistrationOutcome(List<Binding> Bindings, bool Changed, CallFailure? Refusal);
