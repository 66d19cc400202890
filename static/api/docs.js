/* The API's description, with Swagger UI's own words in Chinese. */
(function () {
  "use strict";
  const words = {
    "Authorize": "登录（填令牌）", "Available authorizations": "登录方式", "Close": "关闭", "Logout": "退出",
    "Try it out ": "试一试", "Try it out": "试一试", "Cancel": "取消", "Execute": "发送请求", "Clear": "清除", "Reset": "重置",
    "Parameters": "参数", "No parameters": "没有参数", "Name": "名称", "Description": "说明", "Request body": "请求正文",
    "required": "必填", "Responses": "应答", "Response": "应答", "Server response": "服务器应答", "Code": "状态码",
    "Details": "内容", "Links": "关联", "No links": "无", "Media type": "格式", "Example Value": "示例", "Schema": "结构",
    "Schemas": "数据结构", "Controls Accept header.": "", "Request URL": "请求地址", "Response body": "应答正文",
    "Response headers": "应答头", "Download": "下载", "Loading...": "正在载入……", "Value:": "值：", "Name:": "名称：",
    "In:": "位置：", "Available values": "可选值", "Default value": "默认值", "Send empty value": "发送空值",
    "Undocumented": "文档未列出", "Expand all": "全部展开", "Collapse all": "全部收起", "Edit Value": "编辑", "Model": "结构",
    "(query)": "（查询参数）", "(path)": "（路径参数）", "Servers": "服务器", "Error": "错误",
    "Failed to load API definition.": "接口文档没有载入，请稍后再试。"
  };
  const root = document.getElementById("docs");
  function translate(node) {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const word = words[text.nodeValue] ?? words[text.nodeValue.trim()];
      if (word !== undefined && word !== text.nodeValue) text.nodeValue = word;
    }
  }
  new MutationObserver(function (changes) {
    changes.forEach((change) => translate(change.target.nodeType === Node.TEXT_NODE ? change.target.parentNode : change.target));
  }).observe(root, { childList: true, subtree: true, characterData: true });
  SwaggerUIBundle({
    url: root.dataset.schema, domNode: root, deepLinking: true, docExpansion: "list", defaultModelsExpandDepth: -1,
    requestInterceptor: function (request) {
      const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
      if (cookie && request.url.startsWith(location.origin)) request.headers["X-CSRFToken"] = cookie.split("=")[1];
      return request;
    }
  });
})();
