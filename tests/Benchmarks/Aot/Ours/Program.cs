using System.Text;
using System.Text.Encodings.Web;
using Kling3;
using Kling3.Runtime.Emitted;

// One write and one read, by the code that the client calls.
var output = new JsonOutput(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
GenerateRequestJson.Write(ref output, new ProImageToVideoRequest { Prompt = args.Length > 0 ? args[0] : "a", Image = "https://example.com/a.jpg", Duration = 5 });
Console.WriteLine(Encoding.UTF8.GetString(output.Written));
output.Dispose();
var input = new JsonInput("""{"task_id":"n70abc123kling3","status":"SUCCESS","response":["https://example.com/a.mp4"],"consumed_credits":240,"created_at":"2025-12-05 13:05:09"}"""u8);
VideoTask task = VideoTaskJson.Read(ref input);
Console.WriteLine(task.TaskId + " " + task.Status.Value + " " + task.Response![0]);
