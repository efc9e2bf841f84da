using System.Text;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Registrar;

/// <summary>The contacts of one address of record, changed as RFC 3261 §10.3 says: all of a request or nothing. Immutable.</summary>
/// <param name="Bindings">The contacts, in the order they were first seen in.</param>
public sealed record BindingSet(IReadOnlyList<Binding> Bindings)
{
    /// <summary>No contact.</summary>
    public static BindingSet Empty { get; } = new([]);

    /// <summary>The contacts that live, best first: by q, then the one registered last.</summary>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public IReadOnlyList<Binding> Alive(long now) => [.. Bindings.Where(binding => binding.ExpiresAt > now).OrderByDescending(binding => binding.Quality)];

    /// <summary>When the next contact expires; <see cref="long.MaxValue"/> when there is none.</summary>
    public long Deadline => Bindings.Count == 0 ? long.MaxValue : Bindings.Min(binding => binding.ExpiresAt);

    /// <summary>Does what a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">The registrar's limits.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="outcome">Whether it was done.</param>
    /// <returns>The new set; the old one without what expired when the request was not done.</returns>
    public BindingSet Apply(RegisterRequest request, RegistrarLimits limits, long now, out BindingOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        var before = Bindings.Where(binding => binding.ExpiresAt > now).ToList();
        outcome = BindingOutcome.OutOfOrder;
        if (request.RemovesAll)
        {
            var newer = before.TrueForAll(binding => IsNewer(binding, request));
            outcome = newer ? BindingOutcome.Done : outcome;
            return newer ? Empty : new BindingSet(before);
        }

        var after = new List<Binding>(before);
        foreach (var contact in request.Contacts)
        {
            var index = after.FindIndex(binding => IsSame(binding, contact));
            if (index >= 0 && !IsNewer(after[index], request))
            {
                return new BindingSet(before);
            }

            var renewed = new Binding(
                contact.Uri, now + TimeSpan.FromSeconds(contact.Expires).Ticks, contact.Quality, request.CallId, request.CSeq, request.Path, contact.Instance, contact.RegId);
            if (contact.Expires == 0)
            {
                _ = index >= 0 ? after.Remove(after[index]) : false;
            }
            else if (index >= 0)
            {
                after[index] = renewed;
            }
            else
            {
                after.Add(renewed);
            }
        }

        outcome = after.Count > limits.MaxContacts ? BindingOutcome.TooMany : BindingOutcome.Done;
        return new BindingSet(outcome == BindingOutcome.Done ? after : before);
    }

    // A device that has an instance id is known by it and its flow number, whatever address it has now; others by URI. RFC 5626 §6, RFC 3261 §19.1.4.
    private static bool IsSame(Binding binding, ContactChange contact)
    {
        if (contact.Instance.Length > 0 && contact.RegId > 0 && binding.RegId > 0)
        {
            return binding.Instance == contact.Instance && binding.RegId == contact.RegId;
        }

        return SipUri.TryParse(Encoding.UTF8.GetBytes(binding.Uri), out var ours)
            && SipUri.TryParse(Encoding.UTF8.GetBytes(contact.Uri), out var theirs)
            && SipUriComparison.AreEqual(ours, theirs);
    }

    // Another Call-ID means a device that started anew; the same one must count up.
    private static bool IsNewer(Binding binding, RegisterRequest request) => binding.CallId != request.CallId || request.CSeq > binding.CSeq;
}
