using System.Text;
using System.Xml;

namespace RtcCluster.Sip.Events;

/// <summary>Writes the XML bodies of event packages.</summary>
internal static class EventXml
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    /// <summary>A document as UTF-8.</summary>
    public static byte[] Write(Action<XmlWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            body(xml);
        }

        return bytes.ToArray();
    }

    /// <summary>The text without characters that XML cannot carry.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(XmlConvert.IsXmlChar));
}
