using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Fax;

namespace RtcCluster.Edge.Http.Fax;

/// <summary>A fax of the caller's own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Direction">Received or sent.</param>
/// <param name="State">How far it is: a received one is <c>received</c>, or <c>cut</c> when it ended before its end; then the pages that had passed are there.</param>
/// <param name="Number">The other party's number; empty when it was not shown.</param>
/// <param name="Name">The other party's name; empty when none is known.</param>
/// <param name="Station">What the other machine calls itself; empty when it did not say.</param>
/// <param name="Pages">Pages that are there.</param>
/// <param name="PagesSent">Pages that the other machine has confirmed of one that is sent, at the last attempt.</param>
/// <param name="Result">How the last call ended, in words for an expert (English); empty before.</param>
/// <param name="At">When it came, or was given to be sent.</param>
/// <param name="DurationSeconds">How long the pages took on the line.</param>
/// <param name="Seen">False for a received one that nobody has looked at.</param>
/// <param name="Attempts">How often it was tried to send it.</param>
/// <param name="Due">When it is tried next; null when it is not.</param>
/// <param name="RetainUntil">When it is deleted.</param>
/// <param name="Pending">True while some of its pages may still be on their way into the store.</param>
/// <param name="Call">The call; empty before the first.</param>
/// <param name="Tiff">Where all pages are as a TIFF file.</param>
/// <param name="Pdf">Where all pages are as a PDF file.</param>
internal sealed record FaxModel(
    string Id, FaxDirection Direction, FaxState State, string Number, string Name, string Station, int Pages, int PagesSent, string Result, DateTimeOffset At, double DurationSeconds, bool Seen, int Attempts,
    DateTimeOffset? Due, DateTimeOffset RetainUntil, bool Pending, string Call, string Tiff, string Pdf)
{
    public static FaxModel Of(FaxMessage fax)
    {
        var id = new RecordingId(fax.Id).Name;
        return new FaxModel(
            id, fax.Direction, fax.State, fax.Number, fax.Name, fax.Station, fax.Pages, fax.PagesSent, fax.Result, fax.At, fax.DurationMilliseconds / 1_000.0, fax.Seen, fax.Attempts, fax.Due, fax.RetainUntil,
            fax.Pending, fax.CallId.Length > 0 ? ApiId.Of(fax.CallId) : "", $"/api/v1/me/faxes/{id}/tiff", $"/api/v1/me/faxes/{id}/pdf");
    }
}

/// <summary>What is said of a fax.</summary>
/// <param name="Seen">True when it was looked at.</param>
public sealed record FaxChange(bool Seen);
