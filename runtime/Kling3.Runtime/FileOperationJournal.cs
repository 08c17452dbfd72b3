using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kling3.Runtime;

/// <summary>
/// A journal in a folder: a file for each process, to which lines are appended, each flushed to the disk before the call returns. Several processes may share the folder.
/// The lines hold ids, names, times and estimates; neither requests nor keys.
/// </summary>
/// <remarks>
/// The end of an operation is told by its id alone, so APIs, or servers of one, whose ids may be alike need a folder each. Failures of the disk are thrown as
/// the platform has them: <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>. Nothing is removed but a file of this process's own, by
/// <see cref="Dispose"/>. A submit whose end nobody has told stays in memory too, with about 260 bytes, for as long as the object lives. Safe for use by many threads.
/// </remarks>
public sealed class FileOperationJournal : IOperationJournal, IDisposable
{
    private const string Extension = ".journal";

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Func<string, FileStream> _create;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);
    private FileStream? _file;

    // Whether the file says something about entries of another process's file, which is lost when it is removed.
    private bool _settlesOthers;
    private bool _isDisposed;

    /// <summary>Opens a folder, which is made if need be. Nothing is written before the first submit.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="timeProvider">The clock for the files' names; the system's when null.</param>
    public FileOperationJournal(string folder, TimeProvider? timeProvider = null)
        : this(folder, timeProvider, static path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0))
    {
    }

    internal FileOperationJournal(string folder, TimeProvider? timeProvider, Func<string, FileStream> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _create = create;
        _folder = Path.GetFullPath(folder);
        _time = timeProvider ?? TimeProvider.System;
        Directory.CreateDirectory(_folder);
    }

    /// <inheritdoc/>
    public async ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await AppendAsync(
            writer =>
            {
                writer.WriteString("begin", entry.EntryId);
                writer.WriteString("api", entry.Api);
                writer.WriteString("operation", entry.Operation);
                writer.WriteString("at", entry.At);
                if (entry.Estimate is { } estimate)
                {
                    writer.WriteNumber("estimate", estimate);
                }
            },
            () => _open.Add(entry.EntryId),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask SubmittedAsync(string entryId, string operationId) => AppendAsync(
        writer =>
        {
            writer.WriteString("submitted", entryId);
            writer.WriteString("id", operationId);
        },
        () =>
        {
            _entries[operationId] = entryId;
            _settlesOthers |= !_open.Contains(entryId);
        },
        CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask NotSubmittedAsync(string entryId) => AppendAsync(
        writer => writer.WriteString("dropped", entryId),
        () => _settlesOthers |= !_open.Remove(entryId),
        CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask EndedAsync(string operationId) => AppendAsync(
        writer =>
        {
            writer.WriteString("ended", operationId);
            if (_entries.TryGetValue(operationId, out string? entry))
            {
                // A server that begins its ids anew may give this one once more; that will be another entry.
                writer.WriteString("entry", entry);
            }
        },
        () => _settlesOthers |= !(_entries.Remove(operationId, out string? entry) && _open.Remove(entry)),
        CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// A line that is not the last of its file is not one of a journal. The message names file and line; put the file aside after looking at it.
    /// </exception>
    public async ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var entries = new Dictionary<string, JournalEntry>(StringComparer.Ordinal);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        var ended = new HashSet<string>(StringComparer.Ordinal);
        var endedEntries = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            byte[] bytes;
            try
            {
                bytes = await ReadAllAsync(path, cancellationToken).ConfigureAwait(false);
            }
            catch (FileNotFoundException)
            {
                // Its process has just closed it with nothing open.
                continue;
            }

            int number = 0;
            int begin = 0;
            for (int end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', begin))
            {
                number++;
                Take(bytes.AsMemory(begin..end), path, number);
                begin = end + 1;
            }

            // What follows the last line end was being written when the process died: it had not returned to its caller.
        }

        JournalEntry[] open =
        [
            .. from entry in entries.Values
               where !dropped.Contains(entry.EntryId) && !endedEntries.Contains(entry.EntryId)
               let id = ids.GetValueOrDefault(entry.EntryId)
               where id is null || !ended.Contains(id)
               orderby entry.At, entry.EntryId
               select entry with { OperationId = id, State = id is null ? JournalState.Unknown : JournalState.Submitted },
        ];
        await LearnAsync(open, cancellationToken).ConfigureAwait(false);
        return open;

        void Take(ReadOnlyMemory<byte> line, string path, int number)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement root = document.RootElement;
                if (root.TryGetProperty("begin", out JsonElement begun))
                {
                    string name = Text(begun);
                    entries[name] = new JournalEntry
                    {
                        EntryId = name,
                        Api = Text(root.GetProperty("api")),
                        Operation = Text(root.GetProperty("operation")),
                        At = root.GetProperty("at").GetDateTimeOffset(),
                        Estimate = root.TryGetProperty("estimate", out JsonElement estimate) ? estimate.GetDecimal() : null,
                    };
                }
                else if (root.TryGetProperty("submitted", out JsonElement submitted))
                {
                    ids[Text(submitted)] = Text(root.GetProperty("id"));
                }
                else if (root.TryGetProperty("dropped", out JsonElement drop))
                {
                    dropped.Add(Text(drop));
                }
                else if (root.TryGetProperty("ended", out JsonElement end))
                {
                    if (root.TryGetProperty("entry", out JsonElement entry))
                    {
                        endedEntries.Add(Text(entry));
                    }
                    else
                    {
                        ended.Add(Text(end));
                    }
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new InvalidDataException($"Line {number} of {path} is not a line of a journal.", e);
            }
        }

        static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("A name is null.");
    }

    /// <summary>Closes this process's file, and removes it when nothing of it is open.</summary>
    public void Dispose()
    {
        _turn.Wait();
        try
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            if (_file is { } file)
            {
                file.Dispose();
                if (_open.Count == 0 && !_settlesOthers)
                {
                    File.Delete(file.Name);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<byte[]> ReadAllAsync(string path, CancellationToken cancellationToken)
    {
        // Another process may be appending to it.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            using var memory = new MemoryStream();
            await file.CopyToAsync(memory, cancellationToken).ConfigureAwait(false);
            return memory.ToArray();
        }
    }

    /// <summary>Remembers whose the ids are that somebody may be about to resume.</summary>
    private async Task LearnAsync(JournalEntry[] entries, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (JournalEntry entry in entries)
            {
                if (entry.OperationId is { } id)
                {
                    _entries.TryAdd(id, entry.EntryId);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask AppendAsync(Action<Utf8JsonWriter> write, Action then, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var line = new ArrayBufferWriter<byte>(256);
            using (var writer = new Utf8JsonWriter(line))
            {
                writer.WriteStartObject();
                write(writer);
                writer.WriteEndObject();
            }

            line.Write("\n"u8);

            // A flush to the disk blocks for as long as the disk takes.
            await Task.Run(() => Append(line.WrittenSpan), CancellationToken.None).ConfigureAwait(false);
            then();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_file is not null && !File.Exists(_file.Name))
        {
            // Somebody has removed it. What were written to it would be on no disk.
            _file.Dispose();
            _file = null;
        }

        FileStream file = _file ??= Create();
        long end = file.Position;
        try
        {
            // One write, so that what another process reads ends at the end of a line, or in the last one.
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            TakeBack(file, end);
            throw;
        }
    }

    /// <summary>Takes back what was written of a line that did not fit: a disk that stays full would otherwise get a new file for each.</summary>
    private void TakeBack(FileStream file, long end)
    {
        try
        {
            file.SetLength(end);
            file.Position = end;
        }
        catch (Exception)
        {
            // Whatever keeps it from being shortened, half a line stays, as the last one: the next goes to a new file. This one is kept, as its entries may be open.
            _settlesOthers = true;
            _file = null;
            file.Dispose();
        }
    }

    private FileStream Create()
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{_time.GetUtcNow():yyyyMMdd'T'HHmmss}-{Environment.ProcessId}-{Guid.NewGuid():N}{Extension}");
        Directory.CreateDirectory(_folder);
        return _create(Path.Combine(_folder, name));
    }
}
